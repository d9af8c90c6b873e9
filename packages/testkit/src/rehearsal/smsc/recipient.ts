import type { Address } from './address.ts';
import { languageOf, type RecipientLanguage } from './languages.ts';

/** One text on a person's phone. */
export interface HeldText {
  direction: 'in' | 'out';
  /** The other side. */
  party: string;
  text: string;
  /** ms since 1970. */
  at: number;
}

/** Whom a person answers: the account and the address that texted last. */
export interface Sender {
  account: string;
  address: Address;
}

export interface ScriptedReply {
  text: string;
  afterMs: number;
}

/** Texts that a phone shows. */
const HELD = 12;

/** The person behind a number. */
export class Recipient {
  readonly number: string;
  readonly language: RecipientLanguage;
  readonly texts: HeldText[] = [];
  sender: Sender | null = null;
  /** What it says to the next texts, in order; null leaves it to chance. */
  script: ScriptedReply[] | null = null;
  /** Texts that it got. */
  received = 0;

  constructor(number: string, seed: number | string) {
    this.number = number;
    this.language = languageOf(number, seed);
  }

  hold(text: HeldText): void {
    this.texts.push(text);
    if (this.texts.length > HELD) this.texts.shift();
  }
}
