import type { Id } from '@smseal/protocol';
import { inTransaction, type Database } from '../connection/database.ts';
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
    return noteExpired(transaction, { account, kind: 'batch', before, today });
  });
}
