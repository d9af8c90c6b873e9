import { Seeded } from '../random/seeded.ts';
import type { PictureRecipe } from '../picture/picture.ts';
import { makeCalls, type GeneratedCall } from './calls.ts';
import { makePeople, NumberDealer, type GeneratedContact } from './people.ts';
import { Teller } from './teller.ts';

export interface HistoryCounts {
  messages: number;
  contacts: number;
  calls: number;
}
export const NEWCOMER_COUNTS: HistoryCounts = { messages: 5000, contacts: 300, calls: 400 };

/** One text or picture message as the phone has it. */
export interface GeneratedMessage {
  transport: 'sms' | 'mms';
  /** Drafts and failed texts lie in the phone, but no ordinary app sees them. */
  box: 'in' | 'out' | 'draft' | 'failed';
  /** The other parties, as the phone has their numbers. */
  parties: string[];
  /** The address column, where the network wrote the number in another form than `parties` has it. */
  shownAs: string | null;
  /** Who wrote it, when it came in. */
  from: string | null;
  text: string;
  subject: string | null;
  pictures: PictureRecipe[];
  /** Arrival or sending by the phone's clock, ms since 1970. */
  at: number;
  /** Service-centre time in ms (whole seconds), 0 when unknown. */
  sentAt: number;
  /** SIM slot, or null where the phone lost track (restored texts). */
  slot: 0 | 1 | null;
  read: boolean;
  delivered: boolean;
}

export interface History {
  contacts: GeneratedContact[];
  /** Oldest first. `counts.messages` of them are in or out; drafts and failures come on top. */
  messages: GeneratedMessage[];
  /** Oldest first. */
  calls: GeneratedCall[];
}

export interface HistoryOptions {
  seed: number | string;
  counts?: Partial<HistoryCounts>;
  /** The end of the story, ms since 1970. */
  now: number;
  /** How far back it reaches, in days. */
  days?: number;
}

const DAY_MS = 86_400_000;

/** Makes two years of a telephone's life: the same options make the same history, octet by octet. */
export function generateHistory({ seed, counts, now, days = 730 }: HistoryOptions): History {
  const wanted = { ...NEWCOMER_COUNTS, ...counts };
  const dealer = new NumberDealer();
  const contacts = makePeople(new Seeded(`people ${seed}`), wanted.contacts, dealer);
  const span = { from: now - days * DAY_MS, to: now };
  const teller = new Teller({ random: new Seeded(`texts ${seed}`), contacts, dealer, span });
  const messages = teller.tell(wanted.messages);
  const calls = makeCalls(new Seeded(`calls ${seed}`), { count: wanted.calls, contacts, span });
  return { contacts, messages, calls };
}
