import type { Id } from '@smseal/protocol';
import { sql, type Selectable } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import type { DayPlace } from '../keys/keys.ts';
import { openHolder, storeHolder, type Holder } from './holder.ts';
import type { IdentityTables } from './identity-tables.ts';

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
  return inTransaction(database, async (transaction) => {
    const { keys } = transaction;
    const byEmail = await keys.indexOf('email', input.email);
    const byMobile = await keys.indexOf('mobile', input.mobile);
    const mobile = await keys.sealForDay(mobilePlace(byEmail), Buffer.from(input.mobile));
    const { rows } = await sql<HolderRow>`
      WITH taken AS (
        SELECT * FROM identity.holder
        WHERE email_index = ${byEmail} OR mobile_index = ${byMobile}
        ORDER BY email_index = ${byEmail} DESC
        LIMIT 1
      ), noted AS (
        INSERT INTO identity.sign_up (email_index, mobile, code, expires)
        SELECT ${byEmail}, ${mobile},
          CASE WHEN EXISTS (SELECT FROM taken) THEN ''::bytea ELSE ${input.code}::bytea END, ${input.expires}
        ON CONFLICT (email_index) DO UPDATE
          SET mobile = excluded.mobile, code = excluded.code, tries = 0, expires = excluded.expires
        RETURNING 1
      )
      SELECT taken.* FROM noted CROSS JOIN taken`.execute(transaction);
    return openHolder(transaction, rows[0]);
  });
}

type HolderRow = Selectable<IdentityTables['identity.holder']>;

/** Where the number of a sign-up belongs. */
function mobilePlace(emailIndex: Buffer): DayPlace {
  return { table: 'identity.sign_up', column: 'mobile', row: emailIndex.toString('base64url') };
}

/** Counts a try at the code of a sign-up. @returns its HMAC; null where none is under way or the tries are used up. */
export async function trySignUp(
  database: Database,
  input: { email: string; now: Date; most: number },
): Promise<Buffer | null> {
  const row = await database
    .updateTable('identity.sign_up')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('email_index', '=', await database.keys.indexOf('email', input.email))
    .where('expires', '>', input.now)
    .where('tries', '<', input.most)
    .returning('code')
    .executeTakeFirst();
  return row?.code ?? null;
}

export interface NewAccount {
  account: Id;
  email: string;
  /** HMAC of the code, once more: only one of two requests with the right code finds the row. */
  code: Buffer;
  today: string;
  /** SHA-256 of the version of the policy that is in force, lower-case hex. */
  policy: string;
}

/**
 * Turns a sign-up into an account.
 * @returns false where the code was used meanwhile or the e-mail or number got an account.
 */
export async function finishSignUp(transaction: Transaction, input: NewAccount): Promise<boolean> {
  const { keys } = transaction;
  const index = await keys.indexOf('email', input.email);
  const signUp = await transaction
    .deleteFrom('identity.sign_up')
    .where('email_index', '=', index)
    .where('code', '=', input.code)
    .returning('mobile')
    .executeTakeFirst();
  if (!signUp) return false;
  const mobile = await keys.openForDay(mobilePlace(index), signUp.mobile);
  await transaction
    .insertInto('account')
    .values({ id: input.account, retention_days: null, policy: input.policy, stored: input.today })
    .execute();
  await keys.begin(input.account);
  const holder = { account: input.account, email: input.email, mobile: mobile.toString(), password: null };
  if (await storeHolder(transaction, holder)) return true;
  await transaction.deleteFrom('account').where('id', '=', input.account).execute();
  return false;
}
