import type { Id } from '@smseal/protocol';
import { messageIdForms } from '@smseal/smpp';
import type { CarrierReceipt } from '../connector/connector.ts';

/** Which part of which text a carrier's id stands for. */
export interface PartKey {
  batch: Id;
  index: number;
  /** `k` of `n` parts, from 1. */
  place: { k: number; n: number };
}

/** How long a receipt waits for the answer that it overtook. */
const EARLY_MS = 24 * 60 * 60 * 1000;
const MOST_EARLY = 100_000;

/**
 * One connector's ids of what it was handed, and the receipts that came before them. Carriers write one id in several
 * ways (hexadecimal in the answer, decimal in the receipt): ids are kept as the answers had them, and a receipt's is
 * tried as it stands first. The way that matched once is the only other one tried from then on, because a number read in
 * another base may be somebody else's id.
 */
export class CarrierIds {
  readonly #parts = new Map<string, PartKey>();
  readonly #early = new Map<string, { receipt: CarrierReceipt; at: number }>();
  /** Place in `messageIdForms` of the way that matched; null until one has. */
  #form: number | null = null;

  get size(): number {
    return this.#parts.size;
  }

  /** @returns the receipt that was there before the answer. */
  put(carrierId: string, key: PartKey): CarrierReceipt | null {
    this.#parts.set(carrierId, key);
    if (this.#early.size === 0) return null;
    for (const [early, { receipt }] of this.#early) {
      if (this.#match(early) !== carrierId) continue;
      this.#early.delete(early);
      return receipt;
    }
    return null;
  }

  /** The part that a receipt is of; one that nobody knows yet is kept for a day. `now` in ms. */
  find(receipt: CarrierReceipt, now: number): { id: string; key: PartKey } | null {
    const id = this.#match(receipt.carrierId);
    const key = id === null ? undefined : this.#parts.get(id);
    if (id !== null && key !== undefined) return { id, key };
    this.#keepEarly(receipt, now);
    return null;
  }

  /** Nothing more is expected of a part. */
  forget(carrierId: string): void {
    this.#parts.delete(carrierId);
  }

  /** The known id that a receipt's id stands for. */
  #match(id: string): string | null {
    if (this.#parts.has(id)) {
      this.#form ??= 0;
      return id;
    }
    if (this.#form === 0) return null;
    const forms = messageIdForms(id);
    for (const [place, form] of forms.entries()) {
      if (this.#form !== null && this.#form !== place) continue;
      if (!this.#parts.has(form)) continue;
      this.#form = place;
      return form;
    }
    return null;
  }

  #keepEarly(receipt: CarrierReceipt, now: number): void {
    this.#early.set(receipt.carrierId, { receipt, at: now });
    for (const [id, { at }] of this.#early) {
      if (this.#early.size <= MOST_EARLY && now - at < EARLY_MS) break;
      this.#early.delete(id);
    }
  }
}
