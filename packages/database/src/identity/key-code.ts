import type { Id } from '@smseal/protocol';
import type { Database, Transaction } from '../connection/database.ts';

/** Notes a code with which an open account's key is handed out, in the place of an earlier one. */
export async function noteKeyCode(
  database: Database,
  { account, code, expires }: { account: Id; code: Buffer; expires: Date },
): Promise<void> {
  const values = { code, expires, tries: 0 };
  await database
    .insertInto('identity.key_code')
    .values({ account_id: account, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
}

/** Counts a try at a code. @returns its HMAC; null where none is under way or the tries are used up. */
export async function tryKeyCode(
  database: Database,
  { account, now, most }: { account: Id; now: Date; most: number },
): Promise<Buffer | null> {
  const row = await database
    .updateTable('identity.key_code')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('account_id', '=', account)
    .where('expires', '>', now)
    .where('tries', '<', most)
    .returning('code')
    .executeTakeFirst();
  return row?.code ?? null;
}

/** Uses a code up. @returns false where another request was first. */
export async function finishKeyCode(
  transaction: Transaction,
  { account, code }: { account: Id; code: Buffer },
): Promise<boolean> {
  const row = await transaction
    .deleteFrom('identity.key_code')
    .where('account_id', '=', account)
    .where('code', '=', code)
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}
