import type { Id } from '@smseal/protocol';
import { sql, type Selectable } from 'kysely';
import { type Database, type Transaction } from '../connection/database.ts';
import { findHolder, type Holder } from './holder.ts';
import type { IdentityTables } from './identity-tables.ts';

/** What of a holder can be changed. */
export type Detail = 'email' | 'mobile';

/** Which change of which account. */
interface Place {
  account: Id;
  what: Detail;
}

export interface ChangeInput extends Place {
  /** Lower case, or E.164. */
  value: string;
  /** HMAC of the code. */
  code: Buffer;
  expires: Date;
}

/**
 * Notes a change that awaits its code, in the place of an earlier one. Where somebody has that address or number already,
 * the same row is written, and {@link finishChange} refuses it. @returns whoever is in the way.
 */
export async function noteChange(database: Database, input: ChangeInput): Promise<Holder | null> {
  const { account, what, value, code, expires } = input;
  const none = { email: null, mobile: null };
  const inTheWay = await findHolder(database, { ...none, [what]: value });
  const row = { account_id: account, what, value: Buffer.from(value), code, tries: 0, expires };
  const [sealed] = await database.keys.seal('identity.change', [row]);
  if (!sealed) return inTheWay;
  const { account_id: _, what: __, ...rest } = sealed;
  await database
    .insertInto('identity.change')
    .values(sealed)
    .onConflict((conflict) => conflict.columns(['account_id', 'what']).doUpdateSet(rest))
    .execute();
  return inTheWay;
}

/** Counts a try at a code. @returns its HMAC; null where none is under way or the tries are used up. */
export async function tryChange(
  database: Database,
  input: Place & { now: Date; most: number },
): Promise<Buffer | null> {
  const row = await database
    .updateTable('identity.change')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('account_id', '=', input.account)
    .where('what', '=', input.what)
    .where('expires', '>', input.now)
    .where('tries', '<', input.most)
    .returning('code')
    .executeTakeFirst();
  return row?.code ?? null;
}

/**
 * Makes a change whose code is right. What was sent to the former number opens nothing any more.
 * @returns false where the code was used meanwhile, or somebody got that address or number.
 */
export async function finishChange(
  transaction: Transaction,
  { account, what, code }: Place & { code: Buffer },
): Promise<boolean> {
  const row = await transaction
    .deleteFrom('identity.change')
    .where('account_id', '=', account)
    .where('what', '=', what)
    .where('code', '=', code)
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  const [opened] = await transaction.keys.open('identity.change', [row]);
  if (!opened || !(await replaceDetail(transaction, opened))) return false;
  if (what === 'mobile') {
    for (const table of ['identity.reset', 'identity.key_code', 'identity.change'] as const)
      await transaction.deleteFrom(table).where('account_id', '=', account).execute();
  }
  return true;
}

type Row = Selectable<IdentityTables['identity.change']>;

async function replaceDetail(transaction: Transaction, row: Row): Promise<boolean> {
  const { keys } = transaction;
  const { account_id, what, value } = row;
  const [sealed] = await keys.seal('identity.holder', [{ account_id, [what]: value }]);
  const index = await keys.indexOf(what, value.toString());
  const [column, indexColumn] = [sql.ref(what), sql.ref(`${what}_index`)];
  const { numAffectedRows } = await sql`
    UPDATE identity.holder SET ${column} = ${sealed?.[what]}, ${indexColumn} = ${index}
    WHERE account_id = ${account_id}
      AND NOT EXISTS (SELECT FROM identity.holder WHERE ${indexColumn} = ${index})`.execute(transaction);
  return numAffectedRows === 1n;
}
