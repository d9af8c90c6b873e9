import type { Id } from '@smseal/protocol';
import type { Database, Transaction } from '../connection/database.ts';

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

const COLUMNS = ['account_id as account', 'email', 'mobile', 'password'] as const;

/** The holder of this e-mail or number. */
export async function findHolder(database: Database, identifier: Identifier): Promise<Holder | null> {
  const row = await database
    .selectFrom('identity.holder')
    .select(COLUMNS)
    .where((where) =>
      where.or([where('email', '=', identifier.email), where('mobile', '=', identifier.mobile)]),
    )
    .executeTakeFirst();
  return row ?? null;
}

/** The holder of an account. */
export async function holderOf(database: Database | Transaction, account: Id): Promise<Holder | null> {
  const row = await database
    .selectFrom('identity.holder')
    .select(COLUMNS)
    .where('account_id', '=', account)
    .executeTakeFirst();
  return row ?? null;
}

/** The holder of an account, locked until the transaction ends: changes of sign-in methods go one after another. */
export async function lockHolder(transaction: Transaction, account: Id): Promise<Holder | null> {
  const row = await transaction
    .selectFrom('identity.holder')
    .select(COLUMNS)
    .where('account_id', '=', account)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Stores the PHC string of a new password. */
export async function storePassword(
  database: Database | Transaction,
  account: Id,
  password: string,
): Promise<void> {
  await database.updateTable('identity.holder').set({ password }).where('account_id', '=', account).execute();
}
