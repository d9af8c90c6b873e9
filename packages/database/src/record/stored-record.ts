import type { RecordKind } from '@smseal/inventory';
import type { Id, SealedRecord } from '@smseal/protocol';

/** A record whose envelope is octets: as the database holds it and as it goes out in CBOR. */
export type StoredRecord = Omit<SealedRecord, 'envelope'> & { envelope: Buffer };

/** Columns that {@link toStoredRecord} reads. */
export interface RecordRow {
  kind: string;
  id: Id;
  version: number;
  epoch: number;
  author: Id;
  author_seq: number;
  conversation: Id | null;
  day: string | null;
  envelope: Buffer;
}

export function toStoredRecord(row: RecordRow): StoredRecord {
  const record: StoredRecord = {
    kind: row.kind as RecordKind,
    id: row.id,
    version: row.version,
    epoch: row.epoch,
    author: row.author,
    authorSeq: row.author_seq,
    envelope: row.envelope,
  };
  if (row.conversation !== null) record.conversation = row.conversation;
  if (row.day !== null) record.day = row.day;
  return record;
}
