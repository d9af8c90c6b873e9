import { packStates, summarise, utcDay } from '@smseal/policy';
import type { Id, RawSegment, TextState } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import { arrayLiteral } from '../record/array-literal.ts';
import { startsOf } from './starts-of.ts';

export interface WriteSegmentsInput {
  account: Id;
  segments: readonly { batch: Id; segment: RawSegment }[];
  /** The states of batches that moved, as they are afterwards. */
  moved: ReadonlyMap<Id, readonly TextState[]>;
  now: number;
}

const SIGNATURE = 64;

/**
 * Stores segments that are known to be new, in their order, and what their reports did to the states of their batches:
 * when nothing more is expected of one, its wrap and lease go. The feed's head is taken by the same statement.
 */
export function writeSegments({
  account,
  segments,
  moved,
  now,
}: WriteSegmentsInput): RawBuilder<{ seq: number }> {
  const envelopes = segments.map(({ segment }) => segment.envelope);
  const signatures = segments.map(({ segment }) => segment.signature);
  return sql`
    WITH taken AS (
      UPDATE account SET seq = seq + ${segments.length} WHERE id = ${account} RETURNING seq
    ), put AS (
      INSERT INTO segment (account_id, batch_id, number, seq, author, envelope, signature, stored)
      SELECT ${account}, g.batch_id, g.number, taken.seq - ${segments.length} + g.place, g.author,
        substring(${Buffer.concat(envelopes)}::bytea FROM g.start FOR g.length),
        substring(${Buffer.concat(signatures)}::bytea FROM (g.place::int - 1) * ${SIGNATURE} + 1 FOR ${SIGNATURE}),
        ${utcDay(now)}::date
      FROM taken, unnest(
        ${arrayLiteral(segments.map(({ batch }) => batch))}::text[],
        ${arrayLiteral(segments.map(({ segment }) => segment.number))}::bigint[],
        ${arrayLiteral(segments.map(({ segment }) => segment.author))}::text[],
        ${arrayLiteral(startsOf(envelopes))}::int[], ${arrayLiteral(envelopes.map(({ length }) => length))}::int[]
      ) WITH ORDINALITY AS g (batch_id, number, author, start, length, place)
    )${moved.size === 0 ? sql`` : sql`, moved AS (${updateStates(account, moved)})`}
    SELECT taken.seq FROM taken`;
}

function updateStates(account: Id, moved: WriteSegmentsInput['moved']): RawBuilder<unknown> {
  const packed = [...moved.values()].map(packStates);
  const sums = [...moved.values()].map(summarise);
  return sql`
    UPDATE batch SET
      states = substring(${Buffer.concat(packed)}::bytea FROM g.start FOR batch.count),
      waiting = g.waiting,
      target_enc = CASE WHEN NOT g.final THEN target_enc END,
      target_sealed = CASE WHEN NOT g.final THEN target_sealed END,
      lease = CASE WHEN NOT g.final THEN lease END,
      lease_until = CASE WHEN NOT g.final THEN lease_until END
    FROM unnest(
      ${arrayLiteral([...moved.keys()])}::text[], ${arrayLiteral(startsOf(packed))}::int[],
      ${arrayLiteral(sums.map(({ waiting }) => waiting))}::int[],
      ${arrayLiteral(sums.map(({ final }) => String(final)))}::boolean[]
    ) AS g (id, start, waiting, final)
    WHERE batch.account_id = ${account} AND batch.id = g.id`;
}
