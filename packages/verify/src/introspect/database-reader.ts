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
