import type { Id } from '@smseal/protocol';
import type { Database, Transaction } from '../connection/database.ts';

export interface ResetInput {
  account: Id;
  /** HMAC of the code. */
  code: Buffer;
  expires: Date;
}

/** Notes the code of a forgotten password, in the place of an earlier one. */
export async function noteReset(database: Database, input: ResetInput): Promise<void> {
  const values = { code: input.code, expires: input.expires, tries: 0 };
  await database
    .insertInto('identity.reset')
    .values({ account_id: input.account, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
}

/** Counts a try at a code. @returns its HMAC; null where none is under way or the tries are used up. */
export async function tryReset(
  database: Database,
  input: { account: Id; now: Date; most: number },
): Promise<Buffer | null> {
  const row = await database
    .updateTable('identity.reset')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('account_id', '=', input.account)
    .where('expires', '>', input.now)
    .where('tries', '<', input.most)
    .returning('code')
    .executeTakeFirst();
  return row?.code ?? null;
}

/** Uses a code up. @returns false where another request was first. */
export async function finishReset(
  transaction: Transaction,
  input: { account: Id; code: Buffer },
): Promise<boolean> {
  const row = await transaction
    .deleteFrom('identity.reset')
    .where('account_id', '=', input.account)
    .where('code', '=', input.code)
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}
