import type {
  OpenedBatch,
  OpenedRecord,
  OpenedSegment,
  RefusedItem,
  SyncCursor,
  SyncStep,
  SyncStore,
} from '@smseal/client';
import type { BatchStored, Id, RecordKind } from '@smseal/protocol';

/** What a reader of the account sees, in memory. */
export class MemorySyncStore implements SyncStore {
  readonly records = new Map<string, OpenedRecord>();
  readonly batches = new Map<Id, OpenedBatch>();
  readonly segments: OpenedSegment[] = [];
  readonly refused: RefusedItem[] = [];
  readonly steps: SyncStep[] = [];
  cursor: SyncCursor | null = null;

  loadCursor(): Promise<SyncCursor | null> {
    return Promise.resolve(this.cursor);
  }

  apply(step: SyncStep): Promise<void> {
    this.steps.push(step);
    for (const record of step.records) this.records.set(`${record.kind}:${record.id}`, record);
    for (const { kind, id } of step.deleted) this.records.delete(`${kind}:${id}`);
    for (const opened of step.batches) this.batches.set(opened.batch.id, opened);
    this.segments.push(...step.segments);
    this.refused.push(...step.refused);
    this.cursor = structuredClone(step.cursor);
    return Promise.resolve();
  }

  versionSeen(kind: RecordKind, id: Id): number | undefined {
    return this.records.get(`${kind}:${id}`)?.version;
  }

  ids(kind: RecordKind | 'batch'): Promise<Iterable<Id>> {
    if (kind === 'batch') return Promise.resolve(this.batches.keys());
    return Promise.resolve([...this.records.values()].filter((one) => one.kind === kind).map(({ id }) => id));
  }

  batch(id: Id): Promise<BatchStored | null> {
    return Promise.resolve(this.batches.get(id)?.batch ?? null);
  }
}
