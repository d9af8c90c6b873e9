import type { Id, TextEvent, TextState } from '@smseal/protocol';
import { waysToWrite } from '../outbox/carrier-ids.ts';
import { isPartReceipt } from '../outbox/take-up.ts';

/** A part of a text that another gateway of the pool sent. */
export interface CompanionPart {
  batch: Id;
  index: number;
  /** `k` of `n` parts, from 1. */
  place: { k: number; n: number };
  carrierId: string;
  /** The connector whose carrier gave the id, where the event names one. */
  connector: string | undefined;
}

/** Most ids that are remembered; the oldest give way, and are found again in the batch's segments by nobody. */
const MOST = 500_000;
/** An id of so many characters, read in another way, is nobody else's by chance. */
const LONG_ID = 8;
/** States after which no receipt of a text is waited for. */
export const LAST_WORDS: ReadonlySet<string> = new Set(['delivered', 'failed', 'expired', 'cancelled']);

/** Carriers' ids of what other gateways of the pool sent, until somebody has said the last word on it. */
export class CompanionIds {
  readonly #parts = new Map<string, CompanionPart>();
  readonly #byText = new Map<string, string[]>();
  /** Parts of long texts that have arrived, by text. */
  readonly #arrived = new Map<string, number>();

  get size(): number {
    return this.#parts.size;
  }

  /** Takes what was reported of a batch. @returns texts on which somebody has said the last word, and those of which a part arrived. */
  take(
    batch: Id,
    events: readonly TextEvent[],
  ): { over: [index: number, state: TextState][]; parts: number[] } {
    const over: [number, TextState][] = [];
    const parts: number[] = [];
    for (const event of events) {
      const { index, state, carrierId, connector, part } = event;
      if (LAST_WORDS.has(state)) {
        over.push([index, state]);
        this.#forget(`${batch}:${index}`);
      } else if (carrierId !== undefined) {
        this.#put({ batch, index, place: part ?? { k: 1, n: 1 }, carrierId, connector });
      } else if (isPartReceipt(event)) {
        parts.push(index);
        this.#arrived.set(`${batch}:${index}`, this.arrivedOf(batch, index) + 1);
      }
    }
    return { over, parts };
  }

  /**
   * The part that a receipt's id stands for at a connector's carrier; null for one that nobody of the pool has told of.
   * `connector`: null for parts that name none.
   */
  find(receiptId: string, connector: string | null): CompanionPart | null {
    const exact = this.#parts.get(nameOf(receiptId, connector));
    if (exact !== undefined || receiptId.length < LONG_ID) return exact ?? null;
    for (const form of waysToWrite(receiptId)) {
      const part = this.#parts.get(nameOf(form, connector));
      if (part !== undefined) return part;
    }
    return null;
  }

  /** How many of a long text's parts others have told to have arrived. */
  arrivedOf(batch: Id, index: number): number {
    return this.#arrived.get(`${batch}:${index}`) ?? 0;
  }

  #put(part: CompanionPart): void {
    const text = `${part.batch}:${part.index}`;
    const name = nameOf(part.carrierId, part.connector ?? null);
    this.#parts.set(name, part);
    this.#byText.set(text, [...(this.#byText.get(text) ?? []), name]);
    if (this.#parts.size <= MOST) return;
    const [oldest] = this.#byText.keys();
    if (oldest !== undefined) this.#forget(oldest);
  }

  #forget(text: string): void {
    for (const name of this.#byText.get(text) ?? []) this.#parts.delete(name);
    this.#byText.delete(text);
    this.#arrived.delete(text);
  }
}

/** What an id is kept under: two carriers may use the same one. */
function nameOf(carrierId: string, connector: string | null): string {
  return connector === null ? carrierId : `${connector} ${carrierId}`;
}
