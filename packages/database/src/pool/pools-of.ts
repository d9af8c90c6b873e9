import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';

/**
 * What a device sends for: itself, and the pool of another gateway whose settings name it. The pool comes first, because
 * others wait for its texts, too.
 */
export async function targetsOf(
  database: Database | Transaction,
  { account, device }: { account: Id; device: Id },
): Promise<Id[]> {
  const { rows } = await sql<{ target: Id }>`
    SELECT target FROM gateway_settings
    WHERE account_id = ${account} AND target <> ${device} AND ${device} = ANY(members)
    ORDER BY target`.execute(database);
  return [...rows.map(({ target }) => target), device];
}

/** The live gateways of a pool; a gateway that nobody has given settings is a pool of one. */
export async function membersOf(
  database: Database | Transaction,
  { account, pool }: { account: Id; pool: Id },
): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    SELECT id FROM device
    WHERE account_id = ${account} AND removed IS NULL AND platform = 'gateway' AND id = ANY(coalesce(
      (SELECT members FROM gateway_settings WHERE account_id = ${account} AND target = ${pool}), ARRAY[${pool}]
    )) ORDER BY id`.execute(database);
  return rows.map(({ id }) => id);
}

/** Every gateway that the account has or had. */
export async function listGateways(database: Database, account: Id): Promise<Id[]> {
  const rows = await database
    .selectFrom('device')
    .select('id')
    .where('account_id', '=', account)
    .where('platform', '=', 'gateway')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Devices that send for any of the same targets as this one, itself among them. */
export async function companionsOf(
  database: Database | Transaction,
  { account, device }: { account: Id; device: Id },
): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    SELECT DISTINCT unnest(members) AS id FROM gateway_settings
    WHERE account_id = ${account} AND ${device} = ANY(members)`.execute(database);
  return [...new Set([device, ...rows.map(({ id }) => id)])];
}
