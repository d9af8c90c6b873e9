import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import { PAGE_OCTETS } from '../record/page-limits.ts';
import { toStoredBatch, type BatchRow, type StoredBatch } from './stored-batch.ts';
import { toStoredSegment, type StoredSegment } from './stored-segment.ts';

export interface StoredBatches {
  batches: StoredBatch[];
  /** All segments of these batches. */
  segments: StoredSegment[];
  more: boolean;
}

/** One page of batches by id, with their segments: what a device reads at its cold start. */
export async function listBatches(
  database: Database,
  { account, after, limit }: { account: Id; after: Id | null; limit: number },
): Promise<StoredBatches> {
  const { rows } = await sql<BatchRow & { found: number }>`
    SELECT * FROM (
      SELECT *, count(*) OVER () AS found, sum(octets) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) - octets AS octets_before
      FROM (
        SELECT batch.*, octet_length(envelope) + (
          SELECT coalesce(sum(octet_length(s.envelope)), 0) FROM segment s
          WHERE s.account_id = batch.account_id AND s.batch_id = batch.id
        ) AS octets
        FROM batch WHERE account_id = ${account} AND id > ${after ?? ''} ORDER BY id LIMIT ${limit}
      ) AS page
    ) AS measured WHERE octets_before < ${PAGE_OCTETS} ORDER BY id`.execute(database);
  if (rows.length === 0) return { batches: [], segments: [], more: false };
  const segments = await database
    .selectFrom('segment')
    .selectAll()
    .where('account_id', '=', account)
    .where(
      'batch_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('batch_id')
    .orderBy('number')
    .execute();
  const found = rows[0]?.found ?? 0;
  return {
    batches: (await database.keys.open('batch', rows)).map(toStoredBatch),
    segments: segments.map(toStoredSegment),
    more: found === limit || rows.length < found,
  };
}
