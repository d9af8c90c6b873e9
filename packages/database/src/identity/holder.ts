import type { Id } from '@smseal/protocol';
import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import type { IdentityTables } from './identity-tables.ts';

/** The person or business that signs in to an account. */
export interface Holder {
  account: Id;
  email: string;
  mobile: string;
  /** PHC string of the password; null where none was set. */
  password: string | null;
}

/** How people name themselves when they sign in: at most one of the two is set. */
export interface Identifier {
  /** Lower case. */
  email: string | null;
  /** E.164. */
  mobile: string | null;
}

type Row = Selectable<IdentityTables['identity.holder']>;

/** The holder of this e-mail or number. */
export async function findHolder(database: Database, identifier: Identifier): Promise<Holder | null> {
  const { email, mobile } = identifier;
  const [byEmail, byMobile] = await Promise.all([
    email === null ? null : database.keys.indexOf('email', email),
    mobile === null ? null : database.keys.indexOf('mobile', mobile),
  ]);
  const row = await database
    .selectFrom('identity.holder')
    .selectAll()
    .where((where) => where.or([where('email_index', '=', byEmail), where('mobile_index', '=', byMobile)]))
    .executeTakeFirst();
  return openHolder(database, row);
}

/** The holder of an account. */
export async function holderOf(database: Database | Transaction, account: Id): Promise<Holder | null> {
  const row = await database
    .selectFrom('identity.holder')
    .selectAll()
    .where('account_id', '=', account)
    .executeTakeFirst();
  return openHolder(database, row);
}

/** The holder of an account, locked until the transaction ends: changes of sign-in methods go one after another. */
export async function lockHolder(transaction: Transaction, account: Id): Promise<Holder | null> {
  const row = await transaction
    .selectFrom('identity.holder')
    .selectAll()
    .where('account_id', '=', account)
    .forUpdate()
    .executeTakeFirst();
  return openHolder(transaction, row);
}

/** A stored row as its holder; null without one. */
export async function openHolder(
  { keys }: Database | Transaction,
  row: Row | undefined,
): Promise<Holder | null> {
  if (!row) return null;
  const [holder] = await keys.open('identity.holder', [row]);
  if (!holder) return null;
  const { account_id: account, email, mobile, password } = holder;
  return {
    account,
    email: email.toString(),
    mobile: mobile.toString(),
    password: password?.toString() ?? null,
  };
}

/** Stores the holder of a new account. @returns false where the e-mail or the number has an account. */
export async function storeHolder(transaction: Transaction, holder: Holder): Promise<boolean> {
  const { keys } = transaction;
  const { account, email, mobile, password } = holder;
  const [row] = await keys.seal('identity.holder', [
    {
      account_id: account,
      email: Buffer.from(email),
      mobile: Buffer.from(mobile),
      password: password === null ? null : Buffer.from(password),
      email_index: await keys.indexOf('email', email),
      mobile_index: await keys.indexOf('mobile', mobile),
    },
  ]);
  if (!row) return false;
  const stored = await transaction
    .insertInto('identity.holder')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .executeTakeFirst();
  return stored !== undefined;
}

/** Stores the PHC string of a new password. */
export async function storePassword(
  database: Database | Transaction,
  account: Id,
  password: string,
): Promise<void> {
  const given = { account_id: account, password: Buffer.from(password) };
  const [row] = await database.keys.seal('identity.holder', [given]);
  if (!row) return;
  await database
    .updateTable('identity.holder')
    .set({ password: row.password })
    .where('account_id', '=', account)
    .execute();
}
