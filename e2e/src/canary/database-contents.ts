import { openDatabase } from '@smseal/database';
import { sql, type RawBuilder } from 'kysely';

/** One column of one table, value by value. */
export interface ColumnContents {
  place: string;
  values: Buffer[];
}

interface Column {
  schema: string;
  name: string;
  column: string;
  octets: boolean;
}

/** Of PostgreSQL's own catalogue only the statistics hold anything of ours: samples of values. */
const COLUMNS: RawBuilder<Column> = sql`
  SELECT n.nspname AS schema, c.relname AS name, a.attname AS column, a.atttypid = 'bytea'::regtype AS octets
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND a.attnum > 0 AND NOT a.attisdropped
    AND (n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema') OR c.relname LIKE 'pg_statistic%')
  ORDER BY 1, 2, a.attnum`;

/** Every value of every column of every table: what compression would hide in PostgreSQL's files. */
export async function databaseContents(url: string): Promise<ColumnContents[]> {
  const database = openDatabase(url, { connections: 1 });
  try {
    const { rows: columns } = await COLUMNS.execute(database);
    const contents: ColumnContents[] = [];
    for (const { schema, name, column, octets } of columns) {
      const table = sql.id(schema, name);
      const value = octets ? sql.ref(column) : sql`${sql.ref(column)}::text`;
      const { rows } = await sql<{ value: Buffer | string | null }>`
        SELECT ${value} AS value FROM ${table} WHERE ${sql.ref(column)} IS NOT NULL`.execute(database);
      const values = rows.flatMap(({ value }) => (value === null ? [] : [Buffer.from(value as string)]));
      contents.push({ place: `${schema}.${name}.${column}`, values });
    }
    return contents;
  } finally {
    await database.destroy();
  }
}

/** Brings everything that PostgreSQL has in memory to its files. */
export async function flushDatabase(url: string): Promise<void> {
  const database = openDatabase(url, { connections: 1 });
  try {
    await sql`ANALYZE`.execute(database);
    await sql`SELECT pg_switch_wal()`.execute(database);
    await sql`CHECKPOINT`.execute(database);
  } finally {
    await database.destroy();
  }
}
