import { toBase64Url, type CompanionBatch, type Id, type SegmentStored } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { toSegment, type SegmentRow } from '../outbox/stored-segment.ts';

export interface CompanionsInput {
  account: Id;
  /** Who asks: its own segments are left out. */
  device: Id;
  /** What it sends for. */
  targets: readonly Id[];
  /** Place in the feed; null for the oldest batch of which something is still expected. */
  after: number | null;
  limit: number;
}

export interface CompanionSegments {
  segments: SegmentStored[];
  batches: CompanionBatch[];
  /** The place up to which nothing was left out. */
  place: number;
  more: boolean;
}

type Row = SegmentRow & { target: Id; pool_key: Id; target_enc: Buffer; target_sealed: Buffer };

/** What other gateways reported of a pool's batches: the statement behind {@link companionSegments}. */
export function companionSegmentsPage(
  { account, device, targets, limit }: CompanionsInput,
  after: number,
): RawBuilder<Row> {
  return sql`
    SELECT s.*, b.target, b.pool_key, b.target_enc, b.target_sealed
    FROM segment s JOIN batch b ON b.account_id = s.account_id AND b.id = s.batch_id
    WHERE s.account_id = ${account} AND s.seq > ${after} AND s.author <> ${device}
      AND b.target = ANY(${arrayLiteral(targets)}::text[]) AND b.pool_key IS NOT NULL AND b.target_enc IS NOT NULL
    ORDER BY s.seq LIMIT ${limit}`;
}

/** One page of what other gateways reported of unfinished batches of a device's pools. */
export async function companionSegments(
  database: Database,
  input: CompanionsInput,
): Promise<CompanionSegments> {
  const { account, limit } = input;
  // The head comes first: what is stored meanwhile is on the next page.
  const head = await database
    .selectFrom('account')
    .select('seq')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const after = input.after ?? (await oldestUnfinished(database, input)) ?? head.seq;
  const { rows } = await companionSegmentsPage(input, after).execute(database);
  const more = rows.length === limit;
  const found = new Map(rows.map((row) => [row.batch_id, { ...row, id: row.batch_id }]));
  const batches = await database.keys.open('batch', [...found.values()]);
  return {
    segments: rows.map(toSegment),
    batches: batches.map(toCompanionBatch),
    place: more ? (rows.at(-1)?.seq ?? head.seq) : Math.max(head.seq, rows.at(-1)?.seq ?? 0, after),
    more,
  };
}

async function oldestUnfinished(
  database: Database,
  { account, targets }: CompanionsInput,
): Promise<number | null> {
  const { rows } = await sql<{ oldest: number | null }>`
    SELECT min(posted) - 1 AS oldest FROM batch
    WHERE account_id = ${account} AND target = ANY(${arrayLiteral(targets)}::text[])
      AND pool_key IS NOT NULL AND target_enc IS NOT NULL`.execute(database);
  return rows[0]?.oldest ?? null;
}

function toCompanionBatch({ batch_id: id, target, pool_key: poolKey, ...row }: Row): CompanionBatch {
  return {
    id,
    target,
    poolKey,
    targetWrap: { enc: toBase64Url(row.target_enc), sealed: toBase64Url(row.target_sealed) },
  };
}
