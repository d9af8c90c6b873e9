/** Accounts without a secret key of their own: their beginning, and their end as such. The way back does not exist. */
import { CodedError, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { hasPlain } from '../record/plain-page.ts';

/** Makes a new account an open one, and keeps its secret key. */
export async function beginOpen(
  transaction: Transaction,
  { account, secretKey, today }: { account: Id; secretKey: string; today: string },
): Promise<void> {
  const rows = [{ account_id: account, secret: Buffer.from(secretKey), stored: today }];
  await transaction
    .insertInto('kept_key')
    .values(await transaction.keys.seal('kept_key', rows))
    .execute();
  await transaction.updateTable('account').set({ kind: 'open' }).where('id', '=', account).execute();
}

/** The secret key of an open account. @throws CodedError `account-sealed` where the service keeps none. */
export async function readKeptKey(database: Database, account: Id): Promise<string> {
  const rows = await database.selectFrom('kept_key').selectAll().where('account_id', '=', account).execute();
  const [row] = await database.keys.open('kept_key', rows);
  if (!row) throw new CodedError('account-sealed');
  return row.secret.toString();
}

/**
 * From now on the account takes nothing in plain. What is being written is waited for: who writes holds its device's row.
 * Again, or on a sealed account, it changes nothing.
 */
export async function beginSealing(database: Database, account: Id): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await sql`SELECT FROM device WHERE account_id = ${account} ORDER BY id FOR UPDATE`.execute(transaction);
    await transaction
      .updateTable('account')
      .set({ kind: 'sealing' })
      .where('id', '=', account)
      .where('kind', '=', 'open')
      .execute();
  });
}

/**
 * Makes an open account a sealed one, with its new root: destroys the keys under which its records and its secret key were
 * encrypted, so that no copy of them opens. The caller has locked the account's devices. A sealed account stays as it is.
 * @returns whether it was open. @throws CodedError `plain-left`.
 */
export async function finishSealing(transaction: Transaction, account: Id): Promise<boolean> {
  const row = await transaction
    .updateTable('account')
    .set({ kind: 'sealed' })
    .where('id', '=', account)
    .where('kind', '!=', 'sealed')
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  if (await hasPlain(transaction, account)) throw new CodedError('plain-left');
  await transaction.deleteFrom('kept_key').where('account_id', '=', account).execute();
  const keys = await transaction
    .selectFrom('data_key')
    .select('number')
    .where('account_id', '=', account)
    .where('category', '=', 'content')
    .where('month', 'is not', null)
    .execute();
  await transaction.keys.destroy(
    account,
    keys.map(({ number }) => number),
  );
  return true;
}
