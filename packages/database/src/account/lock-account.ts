import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Transaction } from '../connection/database.ts';

/**
 * Locks an account's devices, then its row, in the order of everybody who writes: what is being written is written before,
 * or finds afterwards what was done to the account.
 */
export async function lockAccount(transaction: Transaction, account: Id): Promise<void> {
  await sql`SELECT FROM device WHERE account_id = ${account} ORDER BY id FOR UPDATE`.execute(transaction);
  await sql`SELECT FROM account WHERE id = ${account} FOR UPDATE`.execute(transaction);
}
