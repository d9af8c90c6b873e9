import {
  CodedError,
  type Id,
  type RawSegment,
  type SegmentOutcome,
  type SegmentRefusal,
  type TextState,
} from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { targetsOf } from '../pool/pools-of.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import {
  nameOf,
  SegmentJudge,
  type KnownSegment,
  type LockedBatch,
  type PostedSegment,
} from './segment-judge.ts';
import { writeSegments } from './write-segments.ts';

export interface PostSegmentsInput {
  account: Id;
  segments: readonly PostedSegment[];
  now: number;
}

export interface SegmentsPosted {
  /** The account's seq after what was stored; null when nothing was. */
  seq: number | null;
  outcomes: SegmentOutcome[];
  /** The place in the feed of each segment that is stored now; null for refused ones. */
  places: (number | null)[];
  /** States of the batches that are there, after all of it. */
  states: ReadonlyMap<Id, readonly TextState[]>;
}

/**
 * Commits segments of events and what their clear states say, as far as they can be taken, in their order. The number
 * makes each idempotent. Without a lease it is taken from the batch's target only: receipts arrive long after the lease
 * has ended.
 */
export async function postSegments(database: Database, input: PostSegmentsInput): Promise<SegmentsPosted> {
  return inTransaction(database, async (transaction) => {
    const batches = await lockBatches(transaction, input);
    const judge = new SegmentJudge(batches, await readKnown(transaction, input), {
      now: input.now,
      targetsOf: await readTargets(transaction, input, batches),
    });
    const verdicts = input.segments.map((posted) => judge.judge(posted));
    const fresh = input.segments.filter((_posted, place) => verdicts[place] === 'stored');
    const { account, now } = input;
    const { moved, states } = judge;
    const { rows } =
      fresh.length === 0
        ? { rows: [] }
        : await writeSegments({ account, segments: fresh, moved, now }).execute(transaction);
    const seq = rows[0]?.seq ?? null;
    fresh.forEach((posted, place) => judge.places.set(nameOf(posted), (seq ?? 0) - fresh.length + place + 1));
    const places = input.segments.map((posted, place) =>
      typeof verdicts[place] === 'object' ? null : (judge.places.get(nameOf(posted)) ?? null),
    );
    return { seq, outcomes: await withLast(transaction, input, verdicts), places, states };
  });
}

/**
 * One segment by itself.
 * @returns the seq of the segment and the batch's states afterwards.
 * @throws CodedError `not-found`, `lease-lost`, `segment-conflict`, `forbidden-transition`.
 */
export async function postSegment(
  database: Database,
  { account, now, ...posted }: { account: Id; batch: Id; segment: RawSegment; now: number },
): Promise<{ seq: number; states: TextState[]; isNew: boolean }> {
  const { outcomes, places, states } = await postSegments(database, { account, segments: [posted], now });
  const [outcome] = outcomes;
  if (typeof outcome === 'object') {
    const { code, ...extra } = outcome;
    throw new CodedError(code, extra);
  }
  const isNew = outcome === 'stored';
  return { seq: places[0] ?? 0, states: [...(states.get(posted.batch) ?? [])], isNew };
}

/** Locks the batches in one order; their envelopes stay where they are. */
async function lockBatches(
  transaction: Transaction,
  { account, segments }: PostSegmentsInput,
): Promise<LockedBatch[]> {
  const ids = [...new Set(segments.map(({ batch }) => batch))];
  const { rows } = await sql<LockedBatch>`
    SELECT id, target, states, lease, lease_until, holder, replaces FROM batch
    WHERE account_id = ${account} AND id = ANY(${arrayLiteral(ids)}::text[])
    ORDER BY id FOR UPDATE`.execute(transaction);
  return rows;
}

/** What authors send for: looked up where one reports on a batch of another name than its own. */
async function readTargets(
  transaction: Transaction,
  { account, segments }: PostSegmentsInput,
  batches: readonly LockedBatch[],
): Promise<(device: Id) => readonly Id[]> {
  const targets = new Map(batches.map(({ id, target }) => [id, target]));
  const found = new Map<Id, readonly Id[]>();
  for (const { batch, segment } of segments) {
    const { author, lease } = segment;
    if (lease !== null || found.has(author) || targets.get(batch) === author) continue;
    found.set(author, await targetsOf(transaction, { account, device: author }));
  }
  return (device) => found.get(device) ?? [device];
}

/** What is stored under the numbers. */
async function readKnown(
  transaction: Transaction,
  { account, segments }: PostSegmentsInput,
): Promise<KnownSegment[]> {
  const { rows } = await sql<KnownSegment>`
    SELECT stored.* FROM (
      SELECT DISTINCT * FROM unnest(
        ${arrayLiteral(segments.map(({ batch }) => batch))}::text[],
        ${arrayLiteral(segments.map(({ segment }) => segment.number))}::bigint[]
      ) AS pairs (batch_id, number)
    ) AS g CROSS JOIN LATERAL (
      SELECT batch_id, number, seq, author, envelope, signature FROM segment
      WHERE account_id = ${account} AND batch_id = g.batch_id AND number = g.number LIMIT 1
    ) AS stored`.execute(transaction);
  return rows;
}

/** Tells those whose number is taken the highest number of their batch. */
async function withLast(
  transaction: Transaction,
  { account, segments }: PostSegmentsInput,
  outcomes: readonly SegmentOutcome[],
): Promise<SegmentOutcome[]> {
  const isConflict = (outcome: SegmentOutcome | undefined): outcome is SegmentRefusal =>
    typeof outcome === 'object' && outcome.code === 'segment-conflict';
  const ids = segments.filter((_posted, place) => isConflict(outcomes[place])).map(({ batch }) => batch);
  if (ids.length === 0) return [...outcomes];
  const rows = await transaction
    .selectFrom('segment')
    .select((query) => ['batch_id', query.fn.max('number').as('last')])
    .where('account_id', '=', account)
    .where('batch_id', 'in', ids)
    .groupBy('batch_id')
    .execute();
  const last = new Map(rows.map((row) => [row.batch_id, row.last]));
  return outcomes.map((outcome, place) =>
    isConflict(outcome) ? { ...outcome, last: last.get(segments[place]?.batch ?? '') ?? 0 } : outcome,
  );
}
