import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { noteExpired } from '../record/expire-records.ts';

/**
 * Deletes batches that were stored on an earlier day than `before` and from which no text has to leave, with their
 * segments, and says so in the feed. @returns the account's seq, null when there was nothing.
 */
export async function expireBatches(
  database: Database,
  { account, before, today }: { account: Id; before: string; today: string },
): Promise<number | null> {
  return inTransaction(database, async (transaction) => {
    const gone = await transaction
      .deleteFrom('batch')
      .where('account_id', '=', account)
      .where('waiting', '=', 0)
      .where('stored', '<', before)
      .returning('id')
      .execute();
    if (gone.length === 0) return null;
    const seq = await noteExpired(transaction, { account, kind: 'batch', before, today });
    await transaction.keys.destroy(account, await spentKeys(transaction, account, today));
    return seq;
  });
}

/** Keys of months that are over and of which no batch is left. */
async function spentKeys(transaction: Transaction, account: Id, today: string): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    SELECT number FROM data_key
    WHERE account_id = ${account} AND category = 'delivery' AND month < date_trunc('month', ${today}::date) AND NOT EXISTS (
      SELECT FROM batch
      WHERE batch.account_id = data_key.account_id AND substring(account_sealed FROM 2 FOR 4) = int4send(number)
    )`.execute(transaction);
  return rows.map(({ number }) => number);
}
