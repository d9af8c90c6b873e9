import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** Where the migrations lie: `NNNN-name.sql`, plain SQL, each run once, in the order of their numbers. */
export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;
/** Any number does, as long as no other user of advisory locks in this database takes it. */
const LOCK = 7_325_361;

export interface Migration {
  name: string;
  sql: string;
}

/** Reads the migrations in order. @throws Error where two have one number or a name is not of the form. */
export async function readMigrations(directory = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.')).sort();
  const numbers = new Set<string>();
  for (const name of names) {
    const number = FILE_NAME.exec(name)?.[1];
    if (!number || numbers.has(number))
      throw new Error(`${name} is not a migration's name, or its number is taken.`);
    numbers.add(number);
  }
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(path.join(directory, name), 'utf8') })),
  );
}

/**
 * Brings the database at `url` up to date: each missing migration in one transaction, recorded with it.
 * Several servers may call it at once; one works, the others wait.
 * @returns names of those that ran.
 */
export async function migrate(url: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: url, application_name: 'smseal migration' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query('CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY)');
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migration');
    const done = new Set(rows.map((row) => row.name));
    const ran: string[] = [];
    for (const { name, sql } of wanted) {
      if (done.has(name)) continue;
      await runOne(client, name, sql);
      ran.push(name);
    }
    return ran;
  } finally {
    await client.end();
  }
}

async function runOne(client: pg.Client, name: string, sql: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO migration (name) VALUES ($1)', [name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(
      `The migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}
