import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import type { Holder } from './holder.ts';

export interface SignUpInput {
  email: string;
  mobile: string;
  /** HMAC of the one-time password. */
  code: Buffer;
  now: Date;
  expires: Date;
}

/**
 * Notes a sign-up that awaits its code, in the place of an earlier one of this e-mail. Where the e-mail or the number
 * has an account already, the same row is written but no code opens it, so that both cases take the same steps.
 * @returns the holder that is in the way.
 */
export async function noteSignUp(database: Database, input: SignUpInput): Promise<Holder | null> {
  const { rows } = await sql<{ account: Id | null; email: string; mobile: string; password: string | null }>`
    WITH taken AS (
      SELECT account_id, email, mobile, password FROM identity.holder
      WHERE email = ${input.email} OR mobile = ${input.mobile}
      ORDER BY email = ${input.email} DESC
      LIMIT 1
    ), noted AS (
      INSERT INTO identity.sign_up (email, mobile, code, expires)
      SELECT ${input.email}, ${input.mobile},
        CASE WHEN EXISTS (SELECT FROM taken) THEN ''::bytea ELSE ${input.code}::bytea END, ${input.expires}
      ON CONFLICT (email) DO UPDATE
        SET mobile = excluded.mobile, code = excluded.code, tries = 0, expires = excluded.expires
      RETURNING 1
    )
    SELECT taken.account_id AS account, taken.email, taken.mobile, taken.password
    FROM noted LEFT JOIN taken ON true`.execute(database);
  const [row] = rows;
  return row?.account ? { ...row, account: row.account } : null;
}

/** A code under way, as one more try finds it. */
export interface PendingCode {
  code: Buffer;
  mobile: string;
}

/** Counts a try at the code of a sign-up. @returns null where none is under way or the tries are used up. */
export async function trySignUp(
  database: Database,
  input: { email: string; now: Date; most: number },
): Promise<PendingCode | null> {
  const row = await database
    .updateTable('identity.sign_up')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('email', '=', input.email)
    .where('expires', '>', input.now)
    .where('tries', '<', input.most)
    .returning(['code', 'mobile'])
    .executeTakeFirst();
  return row ?? null;
}

export interface NewAccount {
  account: Id;
  email: string;
  /** HMAC of the code, once more: only one of two requests with the right code finds the row. */
  code: Buffer;
  today: string;
}

/**
 * Turns a sign-up into an account.
 * @returns false where the code was used meanwhile or the e-mail or number got an account.
 */
export async function finishSignUp(transaction: Transaction, input: NewAccount): Promise<boolean> {
  const signUp = await transaction
    .deleteFrom('identity.sign_up')
    .where('email', '=', input.email)
    .where('code', '=', input.code)
    .returning('mobile')
    .executeTakeFirst();
  if (!signUp) return false;
  await transaction
    .insertInto('account')
    .values({ id: input.account, retention_days: null, stored: input.today })
    .execute();
  const holder = await transaction
    .insertInto('identity.holder')
    .values({ account_id: input.account, email: input.email, mobile: signUp.mobile, password: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .executeTakeFirst();
  if (holder) return true;
  await transaction.deleteFrom('account').where('id', '=', input.account).execute();
  return false;
}
