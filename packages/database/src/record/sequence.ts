import { CodedError, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';

/**
 * Takes the next `count` places of an account's change feed. The account's row is then locked to the end of the
 * transaction, which makes the feed gap-free and visible in order; so this is among a transaction's last statements.
 * @returns the first of them.
 */
export async function takePlaces(transaction: Transaction, account: Id, count: number): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    UPDATE account SET seq = seq + ${count} WHERE id = ${account} RETURNING seq`.execute(transaction);
  const [row] = rows;
  if (!row) throw new CodedError('unauthenticated');
  return row.seq - count + 1;
}

/** The account's seq now. @throws CodedError `unauthenticated` where the account is gone. */
export async function headOf(database: Database | Transaction, account: Id): Promise<number> {
  const row = await database.selectFrom('account').select('seq').where('id', '=', account).executeTakeFirst();
  if (!row) throw new CodedError('unauthenticated');
  return row.seq;
}
