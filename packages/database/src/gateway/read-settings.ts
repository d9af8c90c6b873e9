import { CodedError, type Id, type PutGatewaySettings } from '@smseal/protocol';
import type { Database, Transaction } from '../connection/database.ts';
import { toPutSettings } from './stored-settings.ts';

/** What a gateway obeys. @throws CodedError `not-found`. */
export async function readGatewaySettings(
  database: Database,
  { account, target }: { account: Id; target: Id },
): Promise<PutGatewaySettings> {
  const row = await database
    .selectFrom('gateway_settings')
    .selectAll()
    .where('account_id', '=', account)
    .where('target', '=', target)
    .executeTakeFirst();
  if (!row) throw new CodedError('not-found');
  return toPutSettings(row);
}

/** What each of an account's gateways obeys. */
export async function listGatewaySettings(database: Database, account: Id): Promise<PutGatewaySettings[]> {
  const rows = await database
    .selectFrom('gateway_settings')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('target')
    .execute();
  return rows.map(toPutSettings);
}

/** Removed gateways have nothing to obey. */
export async function deleteGatewaySettings(
  transaction: Transaction,
  account: Id,
  targets: readonly Id[],
): Promise<void> {
  await transaction
    .deleteFrom('gateway_settings')
    .where('account_id', '=', account)
    .where('target', 'in', [...targets])
    .execute();
}
