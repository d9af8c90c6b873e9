import { CLAIM_MS, type ClaimOutcome, type Id, type RawClaim } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Transaction } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';

const HOUR_MS = 60 * 60_000;
const HASH = 32;

export interface ClaimsInput {
  account: Id;
  /** No two with the same key. */
  claims: readonly RawClaim[];
  /** ms since 1970. */
  now: number;
}

/** Claims as rows; their hashes travel as one run of octets that PostgreSQL cuts. */
function givenClaims(claims: readonly RawClaim[]): RawBuilder<unknown> {
  const hashes = Buffer.concat(claims.flatMap(({ key, body }) => [key, body]));
  return sql`
    SELECT substring(${hashes}::bytea FROM (g.place::int - 1) * ${2 * HASH} + 1 FOR ${HASH}) AS key,
      substring(${hashes}::bytea FROM (g.place::int - 1) * ${2 * HASH} + ${HASH + 1} FOR ${HASH}) AS body,
      g.batch_id, g.first, g.count, g.place
    FROM unnest(
      ${arrayLiteral(claims.map(({ batch }) => batch))}::text[], ${arrayLiteral(claims.map(({ first }) => first))}::int[],
      ${arrayLiteral(claims.map(({ count }) => count))}::int[]
    ) WITH ORDINALITY AS g (batch_id, first, count, place)`;
}

/**
 * Inserts claims, by key, so that two statements never wait for each other. `from` is what else has to be true.
 * They are forgotten by the full hour: nothing here says when a text was handed in.
 */
export function insertClaims(
  { account, claims, now }: ClaimsInput,
  from: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const expires = new Date(Math.ceil((now + CLAIM_MS) / HOUR_MS) * HOUR_MS);
  return sql`
    INSERT INTO claim (account_id, key, body, batch_id, first, count, expires)
    SELECT ${account}, g.key, g.body, g.batch_id, g.first, g.count, ${expires}
    FROM (${givenClaims(claims)}) AS g ${from} ORDER BY g.key`;
}

interface ClaimRow {
  is_same: boolean;
  batch_id: string;
  first: number;
  count: number;
}

/** Takes the claims whose keys are new and tells of each what it is. A claim that is stored just so was taken before. */
export async function takeClaims(transaction: Transaction, input: ClaimsInput): Promise<ClaimOutcome[]> {
  const { account, claims } = input;
  if (claims.length === 0) return [];
  await sql`${insertClaims(input)} ON CONFLICT DO NOTHING`.execute(transaction);
  // A statement of its own: only a later one sees what another transaction had put first.
  const { rows } = await sql<ClaimRow>`
    SELECT stored.body = g.body AS is_same, stored.batch_id, stored.first, stored.count
    FROM (${givenClaims(claims)}) AS g
    CROSS JOIN LATERAL (SELECT * FROM claim WHERE account_id = ${account} AND key = g.key LIMIT 1) AS stored
    ORDER BY g.place`.execute(transaction);
  return claims.map((claim, place): ClaimOutcome => {
    const row = rows[place];
    if (!row?.is_same) return { outcome: 'conflict' };
    const { batch_id: batch, first, count } = row;
    const own = batch === claim.batch && first === claim.first && count === claim.count;
    return own ? { outcome: 'taken' } : { outcome: 'replay', batch, first, count };
  });
}
