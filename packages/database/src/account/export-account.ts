import { exportPlan, INVENTORY, type ExportStep } from '@smseal/inventory';
import { toBase64Url, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import { linkPlace } from '../link/link-row.ts';
import type { AccountRow } from '../keys/keys.ts';
import { AT_REST, isAtRest, textColumns } from '../keys/at-rest-columns.ts';

const ROWS_AT_ONCE = 200;

/** One line of an export: a table's heading, then its rows. */
export type ExportLine =
  | { table: string; columns: string[]; notHandedOut: ExportStep['described'] }
  | { table: string; row: Record<string, unknown> };

/**
 * Everything that the server holds of an account and may hand out, as the inventory's plan says; octets as base64url.
 * Sealed content is what it is here: ciphertext.
 */
export async function* exportAccount(database: Database, account: Id): AsyncGenerator<ExportLine> {
  for (const step of exportPlan(INVENTORY)) {
    yield { table: step.table, columns: step.columns, notHandedOut: step.described };
    yield* exportRows(database, account, step);
  }
}

/** Rows of one table, some at a time, by their place in the table (`ctid`): no order that a table lacks is needed. */
async function* exportRows(database: Database, account: Id, step: ExportStep): AsyncGenerator<ExportLine> {
  let after = '(0,0)';
  const named = isAtRest(step.table) ? ['account_id', ...AT_REST[step.table].key] : [];
  const wanted = [...new Set([...step.columns, ...named])];
  for (;;) {
    type Row = Record<string, unknown> & { account_id: string; smseal_place: string };
    const { rows } = await sql<Row>`
      SELECT ${sql.join(wanted.map((column) => sql.ref(column)))}, ctid::text AS smseal_place
      FROM ${sql.table(step.table)}
      WHERE ${sql.ref(step.account)} = ${account} AND ctid > ${after}::tid
      ORDER BY ctid LIMIT ${ROWS_AT_ONCE}`.execute(database);
    const opened = await openRows(database, step.table, rows);
    for (const { smseal_place: place, ...row } of opened) {
      after = place;
      yield { table: step.table, row: asText(step, row) };
    }
    if (rows.length < ROWS_AT_ONCE) return;
  }
}

/** The rows as the server reads them. */
async function openRows<Row extends AccountRow & Record<string, unknown>>(
  { keys }: Database,
  table: string,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  if (isAtRest(table)) return keys.open(table, rows);
  if (table !== 'link') return rows;
  return Promise.all(
    rows.map(async (row) => {
      const texts: Record<string, string> = {};
      for (const column of ['name', 'reveal'] as const)
        if (Buffer.isBuffer(row[column]))
          texts[column] = (
            await keys.openForDay(linkPlace(String(row['id']), column), row[column])
          ).toString();
      return { ...row, ...texts };
    }),
  );
}

/** Octets as base64url, and what the server reads as the text that it is. */
function asText({ table, columns }: ExportStep, row: Record<string, unknown>): Record<string, unknown> {
  const texts = isAtRest(table) ? textColumns(table) : new Set();
  return Object.fromEntries(
    columns.map((name) => {
      const value = row[name];
      if (!Buffer.isBuffer(value)) return [name, value];
      return [name, texts.has(name) ? value.toString() : toBase64Url(value)];
    }),
  );
}
