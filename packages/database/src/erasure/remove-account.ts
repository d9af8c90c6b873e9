import { setTimeout as sleep } from 'node:timers/promises';
import { deletionPlan, INVENTORY } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { deleteAccount } from '../account/delete-account.ts';
import { inTransaction, type Database } from '../connection/database.ts';

/** Rows that one statement removes, so that no other account waits long for it. */
const PORTION = 2_000;

export interface RemovalPace {
  /** Rows at once; default 2,000. */
  portion?: number;
  /** Pause after each portion as a share of how long it took: 1 leaves others half of the time. Default 0. */
  pause?: number;
}

/**
 * Removes every row of an account that is closed: large tables in portions, then whatever is left, and the account's own
 * row, in one transaction. Cut off anywhere, another call goes on.
 */
export async function removeAccount(
  database: Database,
  account: Id,
  { portion = PORTION, pause = 0 }: RemovalPace = {},
): Promise<void> {
  for (const { table, how } of deletionPlan(INVENTORY))
    if (how === 'delete' && table !== 'account')
      await removePortions(database, { account, table, portion, pause });
  await inTransaction(database, (transaction) => deleteAccount(transaction, account));
}

interface Portions extends Required<RemovalPace> {
  account: Id;
  table: string;
}

type Row = Record<string, unknown>;

/**
 * By the primary key, from where the portion before has ended: beginning anew each time would step over everything that was
 * removed already.
 */
async function removePortions(database: Database, portions: Portions): Promise<void> {
  const key = await keyOf(database, portions.table);
  for (let after: Row | null = null; ;) {
    const began = performance.now();
    after = await removePortion(database, portions, { key, after });
    if (after === null) return;
    if (portions.pause > 0) await sleep((performance.now() - began) * portions.pause);
  }
}

/** @returns the key of the last row that was removed; null where there was none. */
async function removePortion(
  database: Database,
  { account, table, portion }: Portions,
  { key, after }: { key: readonly string[]; after: Row | null },
): Promise<Row | null> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const falling = sql.join(key.map((name) => sql`${sql.ref(name)} DESC`));
  const behind = after ? sql`AND (${columns}) > (${sql.join(key.map((name) => after[name]))})` : sql``;
  const { rows } = await sql<Row>`
    WITH next AS (
      SELECT ctid, ${columns} FROM ${sql.table(table)} WHERE account_id = ${account} ${behind}
      ORDER BY ${columns} LIMIT ${portion}
    ), gone AS (
      DELETE FROM ${sql.table(table)} WHERE ctid = ANY(ARRAY(SELECT ctid FROM next))
    )
    SELECT ${columns} FROM next ORDER BY ${falling} LIMIT 1`.execute(database);
  return rows[0] ?? null;
}

/** The columns of a table's primary key, in their order. */
async function keyOf(database: Database, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT a.attname AS name FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indrelid = ${table}::regclass AND i.indisprimary ORDER BY k.place`.execute(database);
  return rows.map(({ name }) => name);
}
