import { CodedError, type Id } from '@smseal/protocol';
import type { Transaction } from '../connection/database.ts';

/**
 * The account's epoch now. Who has locked a device's row first reads what holds until it commits: the chain locks them all.
 * @throws CodedError `root-missing` before the first one.
 */
export async function currentEpoch(transaction: Transaction, account: Id): Promise<number> {
  const row = await transaction
    .selectFrom('account')
    .select('epoch')
    .where('id', '=', account)
    .executeTakeFirst();
  if (!row?.epoch) throw new CodedError('root-missing');
  return row.epoch;
}
