import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import { arrayLiteral } from './array-literal.ts';
import type { RecordRow } from './stored-record.ts';

/** A row that is locked, and where it lies until the transaction ends. */
export type LockedRow = RecordRow & { ctid: string };

/**
 * Those of the records that are stored, locked, in one order for everybody so that two requests never wait for each other.
 * Each is looked up by its key: the lock inside the lateral part keeps PostgreSQL from joining with the whole table, which
 * it takes for better while its statistics lag behind a first sync.
 */
export function lockRecords(
  account: Id,
  records: readonly { kind: string; id: Id }[],
): RawBuilder<LockedRow> {
  const kinds = arrayLiteral(records.map((record) => record.kind));
  const ids = arrayLiteral(records.map((record) => record.id));
  return sql`
    SELECT stored.*
    FROM (
      SELECT DISTINCT kind, id FROM unnest(${kinds}::text[], ${ids}::text[]) AS given (kind, id) ORDER BY kind, id
    ) AS wanted
    CROSS JOIN LATERAL (
      SELECT r.ctid::text, r.kind, r.id, r.version, r.epoch, r.author, r.author_seq, r.conversation, r.day, r.envelope
      FROM record r WHERE r.account_id = ${account} AND r.kind = wanted.kind AND r.id = wanted.id
      FOR UPDATE
    ) AS stored`;
}
