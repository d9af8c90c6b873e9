import { addPart, emptyReassembly, type DecodedUserData } from '@smseal/sms';

/** A text as it came to the person it was for. */
export interface CarriedText {
  /** message_id of each part, in the order in which the parts came; ids as they were answered. */
  ids: string[];
  /** The sender: a number in E.164, a short code or a name. */
  from: string;
  /** E.164. */
  to: string;
  /** Missing parts stand in it as `[…]`; null when it is binary. */
  text: string | null;
  /** When its last part came; ms since 1970. */
  at: number;
}

/** One part as the carrier took it. */
export interface TakenPart {
  id: string;
  from: string;
  to: string;
  data: DecodedUserData;
}

/** Texts of which not all parts came are forgotten after so many others. */
const MOST_OPEN = 10_000;

/** Puts the parts together. */
export class Intake {
  readonly #parts = emptyReassembly();
  readonly #ids = new Map<string, string[]>();

  /** The text that is whole now; null when other parts must come first. */
  take({ id, from, to, data }: TakenPart, now: number): CarriedText | null {
    const { concatenation } = data.header;
    const key = concatenation && `${from} ${to} ${concatenation.reference} ${concatenation.total}`;
    const ids = key === null ? [id] : [...(this.#ids.get(key) ?? []), id];
    const { verdict, texts } = addPart(this.#parts, { from, to, data }, now);
    if (key !== null && verdict !== 'duplicate') this.#remember(key, verdict === 'waiting' ? ids : null);
    const whole = verdict === 'complete' ? texts.at(-1) : undefined;
    return whole === undefined ? null : { ids, from, to, text: whole.text, at: now };
  }

  #remember(key: string, ids: string[] | null): void {
    if (ids === null) {
      this.#ids.delete(key);
      return;
    }
    this.#ids.set(key, ids);
    if (this.#ids.size <= MOST_OPEN) return;
    const [oldest] = this.#ids.keys();
    if (oldest !== undefined) this.#ids.delete(oldest);
  }
}
