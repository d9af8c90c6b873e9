import { CodedError, type Id } from '@smseal/protocol';
import type { Transaction } from '../connection/database.ts';

/**
 * The account's epoch now: each epoch is sealed to the root when it begins.
 * @throws CodedError `root-missing` before the first one.
 */
export async function currentEpoch(transaction: Transaction, account: Id): Promise<number> {
  const row = await transaction
    .selectFrom('sealed_key')
    .select('epoch')
    .where('account_id', '=', account)
    .where('recipient', '=', 'root')
    .where('scope', '=', 'epoch')
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new CodedError('root-missing');
  return row.epoch;
}
