import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import { readAsColumns } from './read-as-columns.ts';
import type { StoredRecord } from './stored-record.ts';

/** As the index of these rows is made. */
export const IS_PLAIN = sql`substring(envelope FROM 1 FOR 1) = '\\x00'::bytea`;

/** Records in plain, as they come in their index: whoever seals them asks for the first ones until there are none. */
export function plainRows(account: Id, limit: number): RawBuilder<unknown> {
  return sql`
    SELECT seq, kind, id, version, epoch, author, author_seq, conversation, day, envelope FROM record
    WHERE account_id = ${account} AND ${IS_PLAIN} ORDER BY kind, day, id LIMIT ${limit}`;
}

/** Records of an open account that no device has sealed, and how many there are. */
export async function readPlain(
  database: Database,
  { account, limit }: { account: Id; limit: number },
): Promise<{ records: StoredRecord[]; left: number }> {
  const page = plainRows(account, limit);
  const { records } = await readAsColumns(database, { account, page, order: sql`kind, day, id` });
  const { rows } = await sql<{ left: number }>`
    SELECT count(*) AS left FROM record WHERE account_id = ${account} AND ${IS_PLAIN}`.execute(database);
  return { records, left: rows[0]?.left ?? 0 };
}

/** Whether an account has any. */
export async function hasPlain(transaction: Transaction, account: Id): Promise<boolean> {
  const { rows } = await plainRows(account, 1).execute(transaction);
  return rows.length > 0;
}
