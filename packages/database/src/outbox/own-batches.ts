import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { PAGE_OCTETS } from '../record/page-limits.ts';
import { toStoredView, type StoredView } from './read-batch.ts';
import type { BatchRow } from './stored-batch.ts';

export interface OwnBatchesInput {
  account: Id;
  /** A device, and those that send with it. */
  authors: readonly Id[];
  /** Only batches before this place of the feed; null for all. */
  before: number | null;
  limit: number;
}

export interface OwnBatches {
  batches: StoredView[];
  /** Their places in the feed. */
  places: number[];
  /** Place of the last one; null where there are no more. */
  next: number | null;
}

/** The statement behind {@link ownBatches}: it walks the feed backwards. */
export function ownBatchesPage(input: OwnBatchesInput): RawBuilder<BatchRow & { found: number }> {
  const { account, authors, before, limit } = input;
  const earlier = before === null ? sql`` : sql`AND seq < ${before}`;
  return sql`
    SELECT * FROM (
      SELECT *, count(*) OVER () AS found,
        sum(octets) OVER (ORDER BY seq DESC ROWS UNBOUNDED PRECEDING) - octets AS octets_before
      FROM (
        SELECT batch.*, octet_length(envelope) + (
          SELECT coalesce(sum(octet_length(s.envelope)), 0) FROM segment s
          WHERE s.account_id = batch.account_id AND s.batch_id = batch.id
        ) AS octets
        FROM batch WHERE account_id = ${account} AND author = ANY(${arrayLiteral(authors)}::text[]) ${earlier}
        ORDER BY seq DESC LIMIT ${limit}
      ) AS page
    ) AS measured WHERE octets_before < ${PAGE_OCTETS} ORDER BY seq DESC`;
}

/** One page of the batches that devices wrote, with their segments, newest first. */
export async function ownBatches(database: Database, input: OwnBatchesInput): Promise<OwnBatches> {
  const { rows } = await ownBatchesPage(input).execute(database);
  const [first] = rows;
  if (!first) return { batches: [], places: [], next: null };
  const segments = await database
    .selectFrom('segment')
    .selectAll()
    .where('account_id', '=', input.account)
    .where(
      'batch_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('batch_id')
    .orderBy('number')
    .execute();
  const byBatch = Map.groupBy(segments, (segment) => segment.batch_id);
  const opened = await database.keys.open('batch', rows);
  const more = first.found === input.limit || rows.length < first.found;
  return {
    batches: opened.map((row) => toStoredView(row, byBatch.get(row.id) ?? [])),
    places: rows.map(({ seq }) => seq),
    next: more ? (rows.at(-1)?.seq ?? null) : null,
  };
}
