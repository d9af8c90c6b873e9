import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { databaseTables, INVENTORY, type Entry } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';

const { database } = await testDatabase({ after });

interface Column {
  table: string;
  column: string;
  type: string;
}

/** Every column of the live database, tables named with their schema where that is not `public`. */
async function liveColumns(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || table_name AS "table",
      column_name AS "column", data_type AS type
    FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'graphile_worker')
    ORDER BY 1, 2`.execute(database);
  return rows;
}

const listed = new Map(
  databaseTables(INVENTORY).flatMap(({ name, columns }) =>
    [...columns].map(([column, entry]) => [`${name}.${column}`, entry] as [string, Entry]),
  ),
);

test('each column of the live database is in the inventory', async () => {
  const live = await liveColumns();
  assert.ok(live.length > 50, 'the live schema was read');
  const unlisted = live.map(({ table, column }) => `${table}.${column}`).filter((name) => !listed.has(name));
  assert.deepEqual(unlisted, []);
});

test('each column in the inventory is in the live database', async () => {
  const live = new Set((await liveColumns()).map(({ table, column }) => `${table}.${column}`));
  assert.deepEqual(
    [...listed.keys()].filter((name) => !live.has(name)),
    [],
  );
});

/** `account` is the account; `migration` is about the installation. Identity finds accounts, so it cannot begin with one. */
const EXEMPT_TABLES = new Set(['account', 'migration']);
const EXEMPT_SCHEMAS = ['identity', 'graphile_worker'];

test('each primary key begins with the account, and each table has one', async () => {
  const { rows } = await sql<{ table: string; first: string | null }>`
    SELECT c.relname AS "table", a.attname AS first
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
      AND n.nspname <> ALL (${EXEMPT_SCHEMAS})`.execute(database);
  assert.ok(rows.length > 8, 'the live schema was read');
  const wrong = rows.filter(({ table, first }) => !EXEMPT_TABLES.has(table) && first !== 'account_id');
  assert.deepEqual(wrong, []);
});

/** Columns with a time finer than a day: what the architecture lists, and ends of things that live for hours or less. */
const INSTANTS = [
  'activity.at',
  'batch.expires',
  'batch.lease_until',
  'batch.not_before',
  'blob_waiting.expires',
  'link.expires',
];

test('no column says when, finer than a day, but those that must', async () => {
  const finer = (await liveColumns())
    .filter(({ table, type }) => type.startsWith('time') && !table.startsWith('identity.'))
    .map(({ table, column }) => `${table}.${column}`);
  assert.deepEqual(finer, INSTANTS);
});

test('everything sealed or hashed is kept as octets, never as text', async () => {
  const wrong = (await liveColumns()).filter(({ table, column, type }) => {
    const protection = listed.get(`${table}.${column}`)?.protection;
    return (protection === 'sealed' || protection === 'hashed') && type !== 'bytea';
  });
  assert.deepEqual(wrong, []);
});
