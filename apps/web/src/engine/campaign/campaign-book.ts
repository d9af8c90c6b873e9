import type { Opened } from '../mailbox/opened-record.ts';

/** The account's texts to many, as their records say. */
export class CampaignBook {
  readonly #byId = new Map<string, Opened<'campaign'>>();
  /** Batch → the campaign that names it. */
  readonly #byBatch = new Map<string, string>();

  put(record: Opened<'campaign'>): void {
    const before = this.#byId.get(record.id);
    if (before && before.version > record.version) return;
    this.#byId.set(record.id, record);
    for (const { id } of record.payload.batches) this.#byBatch.set(id, record.id);
  }

  delete(id: string): boolean {
    for (const batch of this.#byId.get(id)?.payload.batches ?? []) this.#byBatch.delete(batch.id);
    return this.#byId.delete(id);
  }

  get(id: string): Opened<'campaign'> | undefined {
    return this.#byId.get(id);
  }

  /** Whether a batch is of a text to many. */
  holds(batch: string): boolean {
    return this.#byBatch.has(batch);
  }

  /** The newest first. */
  all(): Opened<'campaign'>[] {
    return [...this.#byId.values()].toSorted(
      (a, b) => Date.parse(b.payload.at) - Date.parse(a.payload.at) || (a.id < b.id ? -1 : 1),
    );
  }
}
