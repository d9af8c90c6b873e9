import { randomBytes } from 'node:crypto';
import type { RetentionStep } from '@smseal/inventory';
import pg from 'pg';

const DAY_MS = 86_400_000;

/** A row of one step of the retention plan, and the first instant at which it has to be gone, ms since 1970. */
export interface TimedRow {
  step: RetentionStep;
  account: string;
  goesAt: number;
}

interface Needed {
  name: string;
  type: string;
}

/** Makes up one row for each step of a plan, in a database that is thrown away: its own checks on content are lifted. */
export class SyntheticRows {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<SyntheticRows> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // Rows stand alone: what they refer to is not there, and what they hold means nothing.
    await client.query('SET session_replication_role = replica');
    const checks = await client.query<{ statement: string }>(`
      SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement
      FROM pg_constraint JOIN pg_namespace ON pg_namespace.oid = connamespace
      WHERE contype = 'c' AND conrelid <> 0 AND nspname <> 'pg_catalog'`);
    for (const { statement } of checks.rows) await client.query(statement);
    return new SyntheticRows(client);
  }

  /** Stores a row whose clock stands at `born`, of an account that keeps content for `days` days. */
  async store(step: RetentionStep, { born, days }: { born: number; days: number }): Promise<TimedRow> {
    const account = randomBytes(16).toString('base64url');
    const stored = new Date(born).toISOString().slice(0, 10);
    if (step.table !== 'account')
      await this.#insert('account', { id: account, stored, retention_days: days });
    const isDay = step.ends !== 'after-instant';
    await this.#insert(step.table, {
      ...(step.table === 'account' ? { id: account, stored } : { account_id: account }),
      ...(step.ends === 'by-preference' && step.kind !== null ? { kind: step.kind } : {}),
      [step.column]: isDay ? stored : new Date(born),
    });
    return { step, account, goesAt: endOf(step, born, days) };
  }

  /** Whether the row is still there. */
  async isThere({ step, account }: TimedRow): Promise<boolean> {
    const column = await this.#ownerOf(step.table);
    const text = `SELECT count(*)::int AS count FROM ${step.table}`;
    const { rows } = await (column === null
      ? this.#client.query<{ count: number }>(text)
      : this.#client.query<{ count: number }>(`${text} WHERE ${column} = $1`, [account]));
    return rows[0]?.count === 1;
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  /** The column that names a table's account; null where there is none, and so one row only. */
  async #ownerOf(table: string): Promise<string | null> {
    if (table === 'account') return 'id';
    const needed = await this.#columns(table);
    return needed.some(({ name }) => name === 'account_id') ? 'account_id' : null;
  }

  /** What is not said is made up where the table asks for it. */
  async #insert(table: string, given: Record<string, unknown>): Promise<void> {
    const columns = await this.#columns(table);
    const row: Record<string, unknown> = {};
    for (const { name } of columns) if (Object.hasOwn(given, name)) row[name] = given[name];
    for (const { name, type } of await this.#columns(table, 'AND attnotnull AND NOT atthasdef'))
      row[name] ??= madeUp(type);
    const names = Object.keys(row);
    const places = names.map((_, at) => `$${at + 1}`);
    await this.#client.query(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  }

  async #columns(table: string, which = ''): Promise<Needed[]> {
    const { rows } = await this.#client.query<Needed>(
      `SELECT quote_ident(attname) AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ${which}`,
      [table],
    );
    return rows;
  }
}

/** When a row goes whose clock stands at `born`: written down here once more, on purpose. */
function endOf(step: RetentionStep, born: number, days: number): number {
  const dayAfter = (kept: number): number => Math.floor(born / DAY_MS) * DAY_MS + (kept + 1) * DAY_MS;
  switch (step.ends) {
    case 'after-instant':
      return born + step.ms;
    case 'after-days':
      return dayAfter(step.days);
    case 'by-preference':
      return dayAfter(days);
  }
}

function madeUp(type: string): unknown {
  if (type.endsWith('[]')) return [];
  switch (type) {
    case 'bytea':
      return randomBytes(32);
    case 'boolean':
      return false;
    case 'smallint':
    case 'integer':
    case 'bigint':
      return 0;
    case 'date':
      return '2000-01-01';
    case 'timestamp with time zone':
      return new Date(0);
    case 'jsonb':
    case 'json':
      return {};
    default:
      return randomBytes(16).toString('base64url');
  }
}
