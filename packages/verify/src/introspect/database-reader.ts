import pg from 'pg';

/** Reads a database and cannot change it. */
export interface DatabaseReader {
  rows<Row extends object>(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** @throws Error where no database answers at `url`. */
export async function openReader(url: string): Promise<DatabaseReader> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c default_transaction_read_only=on -c statement_timeout=20000',
  });
  // A connection that ends while nobody asks is noticed by the next question.
  client.on('error', () => undefined);
  await client.connect();
  return {
    rows: async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows,
    close: () => client.end(),
  };
}

/** A table of the service, as a query names it. */
export interface TableName {
  name: string;
  /** Whether its rows name an account. */
  ofAccount: boolean;
}

/** Every table that is not PostgreSQL's own. */
export function tablesOf(reader: DatabaseReader): Promise<TableName[]> {
  return reader.rows<TableName>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
      EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'account_id') AS "ofAccount"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema') ORDER BY 1`);
}
