/** What a reading device keeps, in memory: for stories that are not about durability. */
import type { OpenedRecord, SyncCursor, SyncStep, SyncStore } from '@smseal/client';
import type { BatchStored, RecordKind } from '@smseal/protocol';

export class MemoryStore implements SyncStore {
  readonly records = new Map<string, OpenedRecord>();
  readonly refused: SyncStep['refused'] = [];
  readonly batches = new Map<string, SyncStep['batches'][number]>();
  readonly segments: SyncStep['segments'] = [];
  readonly #seen = new Map<string, number>();
  #cursor: SyncCursor | null = null;

  loadCursor(): Promise<SyncCursor | null> {
    return Promise.resolve(this.#cursor);
  }

  apply(step: SyncStep): Promise<void> {
    for (const record of step.records) {
      this.records.set(key(record.kind, record.id), record);
      this.#seen.set(key(record.kind, record.id), record.version);
    }
    for (const { kind, id } of step.deleted) this.records.delete(key(kind, id));
    for (const batch of step.batches) this.batches.set(batch.batch.id, batch);
    this.segments.push(...step.segments);
    this.refused.push(...step.refused);
    this.#cursor = step.cursor;
    return Promise.resolve();
  }

  versionSeen(kind: string, id: string): number | undefined {
    return this.#seen.get(key(kind, id));
  }

  ids(kind: string): Promise<Iterable<string>> {
    const ids = kind === 'batch' ? [...this.batches.keys()] : this.#idsOf(kind);
    return Promise.resolve(ids);
  }

  batch(id: string): Promise<BatchStored | null> {
    return Promise.resolve(this.batches.get(id)?.batch ?? null);
  }

  /** What every record of a kind says. */
  payloads<Payload>(kind: RecordKind): Payload[] {
    return [...this.records.values()].flatMap((record) =>
      record.kind === kind ? [record.payload as Payload] : [],
    );
  }

  #idsOf(kind: string): string[] {
    return [...this.records.values()].filter((record) => record.kind === kind).map(({ id }) => id);
  }
}

function key(kind: string, id: string): string {
  return `${kind}/${id}`;
}
