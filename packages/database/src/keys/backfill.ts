import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import type { Executor } from './account-key.ts';
import { AT_REST, AT_REST_TABLES, atRestColumns, isBefore, type AtRestTableName } from './at-rest-columns.ts';
import { withKeyLock } from './key-lock.ts';

/** Recorded among the migrations when nothing is left that is not encrypted. */
const NAME = 'encrypted at rest';
const ROWS = 500;

/** Whether nothing from before encryption is left. */
export async function isRecorded(database: Executor): Promise<boolean> {
  const { rows } = await sql`SELECT FROM migration WHERE name = ${NAME}`.execute(database);
  return rows.length > 0;
}

/**
 * Encrypts what was stored before there were keys, some hundreds of rows at a time, while servers work; of several that
 * call it one does. From then on what is not encrypted is refused. @returns how many rows it encrypted.
 */
export async function backfill(database: Database): Promise<number> {
  const count = await withKeyLock(database, async () => {
    if (await isRecorded(database)) return 0;
    let rows = 0;
    for (const table of AT_REST_TABLES)
      if (isOlderThanKeys(table)) rows += await encryptTable(database, table);
    await sql`INSERT INTO migration (name) VALUES (${NAME}) ON CONFLICT DO NOTHING`.execute(database);
    return rows;
  });
  database.keys.isMixed = false;
  return count;
}

/** Whether a table can hold what was stored before there were keys. */
function isOlderThanKeys(table: AtRestTableName): boolean {
  return table !== 'record' && table !== 'kept_key';
}

/** Encrypts one table. It goes by the rows' places: what is changed moves behind, where it is found done. */
export async function encryptTable(database: Database, table: AtRestTableName): Promise<number> {
  let count = 0;
  for (let after = '(0,0)'; ;) {
    const { last, done } = await inTransaction(database, (transaction) =>
      encryptPage(transaction, table, after),
    );
    count += done;
    if (last === null) return count;
    after = last;
  }
}

interface Page {
  /** Null where the table ends. */
  last: string | null;
  done: number;
}

type Row = Record<string, unknown> & { account_id: string; smseal_place: string };

async function encryptPage(transaction: Transaction, table: AtRestTableName, after: string): Promise<Page> {
  const columns = atRestColumns(table);
  const wanted = ['account_id', ...AT_REST[table].key, ...columns.map(({ name }) => name)];
  const { rows } = await sql<Row>`
    SELECT ${sql.join(wanted.map((name) => sql.ref(name)))}, ctid::text AS smseal_place FROM ${sql.table(table)}
    WHERE ctid > ${after}::tid ORDER BY ctid LIMIT ${ROWS} FOR UPDATE`.execute(transaction);
  const plain = rows.filter((row) =>
    columns.some(({ name, before }) => Buffer.isBuffer(row[name]) && isBefore(before, row[name])),
  );
  for (const row of plain) {
    const [sealed] = await transaction.keys.seal(table, [onlyPlain(table, row)]);
    const sets = columns.flatMap(({ name }) =>
      Buffer.isBuffer(sealed?.[name]) ? [sql`${sql.ref(name)} = ${sealed[name]}`] : [],
    );
    if (table === 'identity.holder' && isPlain(row['email'])) sets.push(...(await indexes(transaction, row)));
    await sql`UPDATE ${sql.table(table)} SET ${sql.join(sets)} WHERE ctid = ${row.smseal_place}::tid`.execute(
      transaction,
    );
  }
  return { last: rows.length < ROWS ? null : (rows.at(-1)?.smseal_place ?? null), done: plain.length };
}

/** A row may have been written in part by a server that encrypts. */
function onlyPlain(table: AtRestTableName, row: Row): Row {
  const kept: Row = { ...row };
  for (const { name, before } of atRestColumns(table)) {
    const value = kept[name];
    if (Buffer.isBuffer(value) && !isBefore(before, value)) kept[name] = null;
  }
  return kept;
}

const isPlain = (value: unknown): boolean => Buffer.isBuffer(value) && isBefore('text', value);

async function indexes({ keys }: Transaction, row: Row) {
  const [email, mobile] = await Promise.all([
    keys.indexOf('email', String(row['email'])),
    keys.indexOf('mobile', String(row['mobile'])),
  ]);
  return [sql`email_index = ${email}`, sql`mobile_index = ${mobile}`];
}
