import { sql } from 'kysely';
import { openDatabase, type Database } from '../connection/database.ts';
import type { Keyring } from '../keys/keyring.ts';
import { ErasureError } from './erasure-error.ts';

/** Who looks for what was erased: a role of PostgreSQL that reads what can name somebody, and changes nothing. */
const ROLE = 'smseal_verifier';

/** Types of columns in which an id can stand: as text, inside a list or an object, or as its raw octets. */
const TELLING = ['text', 'varchar', 'bpchar', 'name', 'json', 'jsonb', '_text', '_varchar', 'bytea'];

/** What it reads besides: envelopes, whose digests it compares, and what names a key that it tries. */
const ALSO_READ: Readonly<Record<string, string[]>> = { batch: ['envelope'], data_key: ['number', 'month'] };

/** Every column of our tables in which an id can stand. Large ciphertexts (storage `external`) are octets that no id is in. */
export interface TellingColumn {
  /** With its schema where that is not `public`. */
  table: string;
  column: string;
  type: string;
}

/** Asks PostgreSQL itself, not the inventory: a table that nobody has listed is looked at as well. */
export async function tellingColumns(database: Database): Promise<TellingColumn[]> {
  const { rows } = await sql<TellingColumn>`
    SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS table,
      a.attname AS column, t.typname AS type
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'graphile_worker')
      AND t.typname = ANY(${TELLING}) AND a.attstorage <> 'e'
    ORDER BY 1, a.attnum`.execute(database);
  return rows;
}

/**
 * Makes the verifier's role where there is none, and lets it read what it has to: columns in which an id can stand, and what
 * it compares and tries. Called at each start, so that new tables are reached.
 * @throws ErasureError with the mend where the user of `SMSEAL_DATABASE_URL` may not.
 */
export async function prepareVerifier(database: Database): Promise<void> {
  const role = sql.raw(ROLE);
  const { rows } = await sql<{ may: boolean; user: string; exists: boolean }>`
    SELECT current_user AS user, r.oid IS NOT NULL AS exists,
      r.oid IS NOT NULL AND pg_has_role(current_user, r.oid, 'SET') AS may
    FROM (SELECT (SELECT oid FROM pg_roles WHERE rolname = ${ROLE}) AS oid) AS r`.execute(database);
  const { may = false, exists = false, user = '' } = rows[0] ?? {};
  if (!may) await makeRole(database, { exists, user });
  const telling = await tellingColumns(database);
  const readable = new Map(Object.entries(ALSO_READ));
  for (const { table, column } of telling) readable.set(table, [...(readable.get(table) ?? []), column]);
  const schemas = new Set(telling.map(({ table }) => (/^[^.]+(?=\.)/.exec(table) ?? ['public'])[0]));
  await sql`GRANT USAGE ON SCHEMA ${sql.join([...schemas].map((name) => sql.id(name)))} TO ${role}`.execute(
    database,
  );
  for (const [table, columns] of readable)
    await sql`
      GRANT SELECT (${sql.join(columns.map((name) => sql.ref(name)))}) ON ${sql.table(table)} TO ${role}`.execute(
      database,
    );
}

async function makeRole(
  database: Database,
  { exists, user }: { exists: boolean; user: string },
): Promise<void> {
  const role = sql.raw(ROLE);
  try {
    if (!exists) await sql`CREATE ROLE ${role} NOLOGIN`.execute(database).catch(forgiveTaken);
    await sql`GRANT ${role} TO ${sql.id(user)}`.execute(database);
  } catch (error) {
    throw new ErasureError(
      `The user ${user} of SMSEAL_DATABASE_URL may not make the role ${ROLE}, which checks that what is erased is gone; let an administrator of PostgreSQL run “CREATE ROLE ${ROLE} NOLOGIN; GRANT ${ROLE} TO ${user};”.`,
      { cause: error },
    );
  }
}

/** Servers of several databases on one PostgreSQL may make it at the same time. */
function forgiveTaken(error: unknown): void {
  const { code } = error as { code?: unknown };
  if (code !== '42710' && code !== '23505') throw error;
}

/** A database of the verifier's own: one connection, in its role. */
export function openVerifier(url: string, keyring: Keyring): Database {
  return openDatabase(url, { connections: 1, statementMs: 0, keyring, role: ROLE });
}
