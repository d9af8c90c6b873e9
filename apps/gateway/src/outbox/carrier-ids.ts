import { messageIdForms } from '@smseal/smpp';
import type { CarrierReceipt } from '../connector/connector.ts';
import type { BatchWork } from './batch-work.ts';
import { PartTable, type PartPlace } from './part-table.ts';

/** A receipt that overtook the answer which says what it is of. */
export interface EarlyReceipt {
  receipt: CarrierReceipt;
  /** ms since 1970. */
  at: number;
  /** Its part is known now; what came of it is safe once this resolves. */
  found: (safe: Promise<void>) => void;
}

/** How long a receipt waits for the answer that it overtook, and a text for its receipt once it has expired. */
export const EARLY_MS = 24 * 60 * 60 * 1000;
const MOST_EARLY = 100_000;

/** Ids that were settled, so that a receipt that comes twice is known for what it is. */
const SETTLED = 50_000;
/** An id of so many characters, read in another way, is nobody else's by chance. */
const LONG_ID = 8;

/**
 * One connector's ids of what it was handed, and the receipts that came before them. Carriers write one id in several
 * ways (hexadecimal in the answer, decimal in the receipt): ids are kept as the answers had them, and a receipt's is
 * tried as it stands first. Another way is tried for long ids, and for short ones only while this carrier has never
 * written an id the same way twice, or has written it in that way before: a short number read in another base may be
 * somebody else's id.
 */
export class CarrierIds {
  readonly #parts = new PartTable();
  readonly #early = new Map<string, EarlyReceipt>();
  readonly #settled = new Map<string, BatchWork>();
  /** Places in `waysToWrite` of the ways that matched; 0 is the id as it stands. */
  readonly #ways = new Set<number>();

  get size(): number {
    return this.#parts.size;
  }

  /** @returns the receipt that was there before the answer. */
  put(carrierId: string, part: PartPlace): EarlyReceipt | null {
    this.#parts.set(carrierId, part);
    if (this.#early.size === 0) return null;
    for (const [id, early] of this.#early) {
      if (this.#match(id) !== carrierId) continue;
      this.#early.delete(id);
      return early;
    }
    return null;
  }

  /** The part that a receipt is of; null for one that nobody knows, or knows no more. */
  find(receipt: CarrierReceipt): { id: string; part: PartPlace } | null {
    const id = this.#match(receipt.carrierId);
    const part = id === null ? null : this.#parts.get(id);
    return id !== null && part !== null ? { id, part } : null;
  }

  /** Nothing more is expected of a part, and nobody will ask. */
  drop(carrierId: string): void {
    this.#parts.delete(carrierId);
  }

  /** Expects nothing more of batches that expired before `time`, ms since 1970. */
  forget(time: number): void {
    this.#parts.forget(({ expires }) => expires < time);
  }

  /** The batch of which a receipt of this id has told already; null where none has. */
  settledOf(receipt: CarrierReceipt): BatchWork | null {
    return this.#settled.get(receipt.carrierId) ?? null;
  }

  /** Keeps a receipt that came before its answer, for a day. */
  keep(early: EarlyReceipt): void {
    this.#early.set(early.receipt.carrierId, early);
    for (const [id, { at }] of this.#early) {
      if (this.#early.size <= MOST_EARLY && early.at - at < EARLY_MS) break;
      this.#early.delete(id);
    }
  }

  /** Nothing more is expected of a part of `work`. `as`: the id as its receipt had it. */
  settle(carrierId: string, as: string, work: BatchWork): void {
    this.#parts.delete(carrierId);
    this.#settled.set(as, work);
    if (this.#settled.size <= SETTLED) return;
    const [oldest] = this.#settled.keys();
    if (oldest !== undefined) this.#settled.delete(oldest);
  }

  /** The known id that a receipt's id stands for. */
  #match(id: string): string | null {
    if (this.#parts.has(id)) {
      this.#ways.add(0);
      return id;
    }
    if (this.#settled.has(id)) return null;
    const free = id.length >= LONG_ID || !this.#ways.has(0);
    for (const [way, form] of waysToWrite(id).entries()) {
      if (way === 0 || !(free || this.#ways.has(way)) || !this.#parts.has(form)) continue;
      this.#ways.add(way);
      return form;
    }
    return null;
  }
}

/** Other ways to write an id: what the answer may have been where this is the receipt's. */
export function waysToWrite(id: string): string[] {
  const forms = messageIdForms(id);
  return [...forms, ...forms.map((form) => form.toUpperCase())];
}
