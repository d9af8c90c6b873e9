import { packStates, utcDay } from '@smseal/policy';
import { LEASE_MS, type Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import { ENCRYPTION_OCTETS } from '../keys/account-keys.ts';
import type { Keys } from '../keys/keys.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import type { NewBatch } from './new-batch.ts';
import { startsOf } from './starts-of.ts';

export interface WriteBatchesInput {
  keys: Keys;
  account: Id;
  batches: readonly NewBatch[];
  now: number;
}

/** A wrap's second half as it is stored: encrypted. */
const SEALED = 48 + ENCRYPTION_OCTETS;
/** Octets of a batch beside its envelope: two wraps and a signature. */
const FIXED = 32 + SEALED + 32 + SEALED + 64;

/**
 * Stores batches that are known to be new, in their order. `taken` takes that many places of the feed and returns the
 * last of them as `seq`, or no row, and then nothing is stored. `beside` are further parts of the same statement.
 * Octets travel as runs that PostgreSQL cuts: binary parameters, neither quoted nor in hex.
 */
export async function writeBatches(
  { keys, account, batches, now }: WriteBatchesInput,
  taken: RawBuilder<unknown>,
  beside: RawBuilder<unknown> = sql``,
): Promise<RawBuilder<{ seq: number }>> {
  const of = (pick: (batch: NewBatch) => string | number | null) => arrayLiteral(batches.map(pick));
  const rows = await keys.seal(
    'batch',
    batches.map(({ batch: { id, targetWrap, accountWrap } }) => ({
      account_id: account,
      id,
      target_sealed: targetWrap.sealed,
      account_sealed: accountWrap.sealed,
    })),
  );
  const fixed = Buffer.concat(
    batches.flatMap(({ batch: { targetWrap, accountWrap, signature } }, place) => [
      targetWrap.enc,
      rows[place]?.target_sealed ?? targetWrap.sealed,
      accountWrap.enc,
      rows[place]?.account_sealed ?? accountWrap.sealed,
      signature,
    ]),
  );
  const cut = (from: number, length: number) =>
    sql`substring(${fixed}::bytea FROM (g.place::int - 1) * ${FIXED} + ${from + 1} FOR ${length})`;
  const envelopes = batches.map(({ batch }) => batch.envelope);
  const states = batches.map((batch) => packStates(batch.states));
  return sql`
    WITH taken AS (${taken}), put AS (
      INSERT INTO batch (account_id, id, seq, posted, target, pool_key, author, api_key, epoch, priority, not_before, expires,
        count, envelope, target_enc, target_sealed, account_enc, account_sealed, signature, states, waiting,
        lease, lease_until, holder, stored)
      SELECT ${account}, g.id, taken.seq - ${batches.length} + g.place, taken.seq - ${batches.length} + g.place,
        g.target, g.pool_key, g.author, g.api_key, g.epoch, g.priority, g.not_before, g.expires, g.count,
        substring(${Buffer.concat(envelopes)}::bytea FROM g.start FOR g.length),
        ${cut(0, 32)}, ${cut(32, SEALED)}, ${cut(32 + SEALED, 32)}, ${cut(64 + SEALED, SEALED)}, ${cut(64 + 2 * SEALED, 64)},
        substring(${Buffer.concat(states)}::bytea FROM g.states_start FOR g.count), g.waiting,
        g.lease, CASE WHEN g.lease IS NOT NULL THEN ${new Date(now + LEASE_MS)}::timestamptz END,
        CASE WHEN g.lease IS NOT NULL THEN g.author END, ${utcDay(now)}::date
      FROM taken, unnest(
        ${of(({ batch }) => batch.id)}::text[], ${of(({ batch }) => batch.target)}::text[],
        ${of(({ batch }) => batch.poolKey)}::text[],
        ${of(({ batch }) => batch.author)}::text[], ${of(({ batch }) => batch.apiKey ?? null)}::text[],
        ${of(({ batch }) => batch.epoch)}::int[],
        ${of(({ batch }) => batch.priority)}::smallint[], ${of(({ batch }) => batch.notBefore)}::timestamptz[],
        ${of(({ batch }) => batch.expires)}::timestamptz[], ${of(({ batch }) => batch.count)}::int[],
        ${of(({ waiting }) => waiting)}::int[], ${of(({ lease }) => lease)}::text[],
        ${arrayLiteral(startsOf(envelopes))}::int[], ${arrayLiteral(envelopes.map(({ length }) => length))}::int[],
        ${arrayLiteral(startsOf(states))}::int[]
      ) WITH ORDINALITY AS g (id, target, pool_key, author, api_key, epoch, priority, not_before, expires, count, waiting, lease,
        start, length, states_start, place)
    )${beside}
    SELECT taken.seq FROM taken`;
}
