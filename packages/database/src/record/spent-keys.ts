import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import { inTransaction, type Database } from '../connection/database.ts';
import { readLocked } from '../keys/data-keys.ts';
import { arrayLiteral } from './array-literal.ts';
import { IS_PLAIN } from './plain-page.ts';

/**
 * Destroys the keys of an open account's months of which no record is left, so that what has expired or was deleted is gone
 * from every copy. Keys that records are being written under are waited for, and then looked at.
 */
export async function destroySpentKeys(database: Database, account: Id, today: string): Promise<void> {
  await inTransaction(database, async (transaction) => {
    // First the account's key, as everybody who makes or destroys keys; then those that writers hold.
    if (!(await readLocked(transaction, account))) return;
    const { rows: months } = await sql<{ number: number }>`
      SELECT number FROM data_key
      WHERE account_id = ${account} AND category = 'content' AND month < date_trunc('month', ${today}::date)
      FOR UPDATE`.execute(transaction);
    if (months.length === 0) return;
    // A statement of its own: it sees what those committed who were waited for.
    const numbers = arrayLiteral(months.map(({ number }) => number));
    const { rows: spent } = await spentKeys(account, numbers).execute(transaction);
    await transaction.keys.destroy(
      account,
      spent.map(({ number }) => number),
    );
  });
}

/** Those of an account's keys that nothing is under: no text of the month, no other record, and not the kept key. */
function spentKeys(account: Id, numbers: string): RawBuilder<{ number: number }> {
  return sql`
    SELECT number FROM data_key WHERE account_id = ${account} AND number = ANY(${numbers}::int[])
      AND NOT EXISTS (
        SELECT FROM record WHERE record.account_id = ${account} AND ${IS_PLAIN} AND kind = 'message'
          AND day >= data_key.month AND day < (data_key.month + interval '1 month')::date
      )
      AND NOT EXISTS (
        SELECT FROM record WHERE record.account_id = ${account} AND ${IS_PLAIN} AND kind != 'message'
          AND substring(envelope FROM 3 FOR 4) = int4send(data_key.number)
      )
      AND NOT EXISTS (
        SELECT FROM kept_key
        WHERE kept_key.account_id = ${account} AND substring(secret FROM 2 FOR 4) = int4send(data_key.number)
      )`;
}
