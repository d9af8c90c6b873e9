import { toBase64Url, type SegmentStored } from '@smseal/protocol';
import type { Selectable } from 'kysely';
import type { OutboxTables } from './outbox-tables.ts';

export type SegmentRow = Selectable<OutboxTables['segment']>;

/** A segment whose envelope is octets. */
export type StoredSegment = Omit<SegmentStored, 'envelope'> & { envelope: Buffer };

export function toStoredSegment(row: SegmentRow): StoredSegment {
  return {
    batch: row.batch_id,
    number: row.number,
    author: row.author,
    envelope: row.envelope,
    signature: toBase64Url(row.signature),
  };
}

/** A segment as it goes out in JSON. */
export function toSegment(row: SegmentRow): SegmentStored {
  return { ...toStoredSegment(row), envelope: toBase64Url(row.envelope) };
}
