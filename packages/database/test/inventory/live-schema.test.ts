import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { databaseTables, FINE_TIMES, INVENTORY } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';

const { database } = await testDatabase({ after });

interface Column {
  name: string;
  type: string;
}

/** Columns of the live database, with the schema where it is not `public`. */
async function liveColumns(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || table_name || '.' || column_name AS name,
      data_type AS type
    FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'graphile_worker') ORDER BY 1`.execute(
    database,
  );
  return rows;
}

test('[INV-12] the database holds what the inventory says, and nothing else', async () => {
  const live = (await liveColumns()).map(({ name }) => name);
  const listed = databaseTables(INVENTORY).flatMap(({ name, columns }) =>
    [...columns.keys()].map((column) => `${name}.${column}`),
  );
  assert.deepEqual(
    live.filter((name) => !listed.includes(name)),
    [],
    'held and not listed',
  );
  assert.deepEqual(
    listed.filter((name) => !live.includes(name)),
    [],
    'listed and not held',
  );
});

test('[INV-13] primary keys begin with the account', async () => {
  const { rows } = await sql<{ table: string; first: string | null }>`
    SELECT c.relname AS table, (
      SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indrelid = c.oid AND i.indisprimary
    ) AS first
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1`.execute(database);
  const exempt: Record<string, string> = { account: 'id', day_key: 'id', erasure: 'id', migration: 'name' };
  assert.ok(rows.length > 10);
  for (const { table, first } of rows) assert.equal(first, exempt[table] ?? 'account_id', table);
});

test('[INV-14] no other column holds a time finer than a day', async () => {
  const times = (await liveColumns()).filter(({ type }) => /^(timestamp|time|interval)/.test(type));
  assert.deepEqual(
    times.map(({ name }) => name),
    FINE_TIMES,
  );
});
