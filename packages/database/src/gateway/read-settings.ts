import { CodedError, type Id, type PutGatewaySettings } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import { toPutSettings } from './stored-settings.ts';

/**
 * What a gateway obeys: the settings of the pool that took it in, or else its own. For a pool, what it obeys.
 * @throws CodedError `not-found`.
 */
export async function readGatewaySettings(
  database: Database,
  { account, gateway }: { account: Id; gateway: Id },
): Promise<PutGatewaySettings> {
  const rows = await database
    .selectFrom('gateway_settings')
    .selectAll()
    .where('account_id', '=', account)
    .where((where) =>
      where.or([where('target', '=', gateway), sql<boolean>`${gateway} = ANY(${sql.ref('members')})`]),
    )
    .orderBy(sql`target = ${gateway}`)
    .limit(1)
    .execute();
  const [row] = await database.keys.open('gateway_settings', rows);
  if (!row) throw new CodedError('not-found');
  return toPutSettings(row);
}

/** What each of an account's pools obeys. */
export async function listGatewaySettings(database: Database, account: Id): Promise<PutGatewaySettings[]> {
  const rows = await database
    .selectFrom('gateway_settings')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('target')
    .execute();
  return (await database.keys.open('gateway_settings', rows)).map(toPutSettings);
}

/** Removed gateways have nothing to obey and no day keys, and a pool of none but removed ones is gone. */
export async function forgetRemovedGateways(
  transaction: Transaction,
  account: Id,
  removed: readonly Id[],
): Promise<void> {
  await transaction
    .deleteFrom('pool_key_wrap')
    .where('account_id', '=', account)
    .where('member', 'in', [...removed])
    .execute();
  await sql`
    DELETE FROM gateway_settings WHERE account_id = ${account} AND NOT EXISTS (
      SELECT 1 FROM device
      WHERE device.account_id = ${account} AND id = ANY(gateway_settings.members) AND removed IS NULL
    )`.execute(transaction);
}
