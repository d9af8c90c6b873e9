import type { Counters } from '../smsc/counters.ts';
import type { RecipientLanguage } from '../smsc/languages.ts';
import type { HeldText, Recipient } from '../smsc/recipient.ts';
import type { Smsc } from '../smsc/smsc.ts';
import { BEHAVIOURS } from './behaviours.ts';

/** A phone as the page shows it. */
export interface ShownPhone {
  number: string;
  language: RecipientLanguage;
  /** Texts that it ever got. */
  received: number;
  /** Its newest ones, the oldest first. */
  texts: HeldText[];
}

/** All that the carrier's page shows. */
export interface CarrierSnapshot {
  smpp: string;
  /** Whether there is a rehearsal phone beside it. */
  phone: boolean;
  /** The preset that holds; null when something of it was changed. */
  behaviour: string | null;
  behaviours: typeof BEHAVIOURS;
  counters: Counters;
  connections: number;
  /** Receipts and replies that wait for a client. */
  waiting: number;
  /** How many phones were texted lately. */
  people: number;
  phones: ShownPhone[];
}

const PHONES = 50;
const TEXTS = 4;

/** Reads the carrier; `digits` are what the numbers of the phones must contain. */
export function carrierSnapshot(
  smsc: Smsc,
  { phone, digits }: { phone: boolean; digits: string },
): CarrierSnapshot {
  return {
    smpp: smsc.url,
    phone,
    behaviour: smsc.behaviourName,
    behaviours: BEHAVIOURS,
    counters: smsc.counters,
    connections: smsc.connections,
    waiting: smsc.waiting,
    people: smsc.recipients.size,
    phones: smsc.recipients.newest(PHONES, digits).map(shown),
  };
}

function shown({ number, language, received, texts }: Recipient): ShownPhone {
  return { number, language, received, texts: texts.slice(-TEXTS) };
}
