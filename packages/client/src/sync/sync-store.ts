import type {
  BatchContent,
  BatchStored,
  Id,
  RecordKind,
  SealedRecord,
  SegmentContent,
} from '@smseal/protocol';
import type { SealErrorCode } from '@smseal/seal';

/** A record whose author, place and content were checked. `payload` is of the kind's shape in the protocol. */
export interface OpenedRecord extends Omit<SealedRecord, 'envelope'> {
  payload: unknown;
}

/** What did not open; shown by its reason, never hidden. */
export interface RefusedItem {
  kind: RecordKind | 'batch' | 'segment';
  id: Id;
  reason: SealErrorCode | 'rolled-back' | 'newer-format';
}

export interface OpenedBatch {
  batch: BatchStored;
  content: BatchContent;
}

export interface OpenedSegment {
  batch: Id;
  number: number;
  author: Id;
  content: SegmentContent;
}

/** How far a device has read. */
export interface SyncCursor {
  /** Where the change feed goes on once the first reading is over. */
  seq: number;
  /** What of the first reading is still to do; null when it is over. */
  first: FirstReading | null;
}

export interface FirstReading {
  /** Kinds that are whole. */
  done: (RecordKind | 'batch')[];
  /** Where the pages of messages go on. */
  messagesAfter: string | null;
  /** The store held something before: what the pages do not name has been deleted since. */
  sweep: boolean;
}

/** One step of a reading: applied whole, together with its cursor. */
export interface SyncStep {
  records: OpenedRecord[];
  refused: RefusedItem[];
  deleted: { kind: RecordKind | 'batch'; id: Id }[];
  /** Messages by their day, others by the day on which the server stored them. */
  expired: { kind: RecordKind | 'batch'; before: string }[];
  batches: OpenedBatch[];
  segments: OpenedSegment[];
  cursor: SyncCursor;
}

/** What a reading device keeps. */
export interface SyncStore {
  loadCursor(): Promise<SyncCursor | null>;
  /** Durable as a whole when it resolves. */
  apply(step: SyncStep): Promise<void>;
  /** The version held of a record, refused ones too; a lower one is refused. Deleted records begin anew. */
  versionSeen(kind: RecordKind, id: Id): number | undefined;
  /** Every id of the kind that the store holds. */
  ids(kind: RecordKind | 'batch'): Promise<Iterable<Id>>;
  /** A batch as the server gave it, for segments that come later. */
  batch(id: Id): Promise<BatchStored | null>;
}

/** A step without anything in it. */
export function emptyStep(cursor: SyncCursor): SyncStep {
  return { records: [], refused: [], deleted: [], expired: [], batches: [], segments: [], cursor };
}
