import { deletionPlan, INVENTORY } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Transaction } from '../connection/database.ts';
import { lockAccount } from './lock-account.ts';

/**
 * Deletes every row of an account in every table, as the inventory's plan says: its keys first, with which the rest is
 * closed in every copy once the day's key is destroyed. Its row and its devices are locked first,
 * so that what is being written either is seen and goes, too, or finds neither afterwards and is refused.
 */
export async function deleteAccount(transaction: Transaction, account: Id): Promise<void> {
  await lockAccount(transaction, account);
  for (const { table, column, how } of deletionPlan(INVENTORY)) {
    const rows = sql`${sql.ref(column)} = ${account}`;
    await (
      how === 'delete'
        ? sql`DELETE FROM ${sql.table(table)} WHERE ${rows}`
        : sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = NULL WHERE ${rows}`
    ).execute(transaction);
  }
  transaction.keys.forget(account);
}
