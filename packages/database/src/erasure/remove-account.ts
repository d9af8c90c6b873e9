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
 * By a key of the table, from where the portion before has ended: beginning anew each time would step over everything that was
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

/**
 * The columns by which a table's rows are gone through: those of the unique index by `seq`, where it has one, else of its
 * primary key. Rows that were written one after another share pages; by their random ids, each would be in another one.
 */
async function keyOf(database: Database, table: string): Promise<string[]> {
  const { rows } = await sql<{ names: string[] }>`
    SELECT array_agg(a.attname::text ORDER BY k.place) AS names FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indrelid = ${table}::regclass AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
    GROUP BY i.indexrelid, i.indisprimary
    HAVING i.indisprimary OR array_agg(a.attname::text ORDER BY k.place) = '{account_id,seq}'
    ORDER BY i.indisprimary LIMIT 1`.execute(database);
  return rows[0]?.names ?? [];
}
