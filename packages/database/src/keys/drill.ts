import { sql } from 'kysely';
import { openDatabase, type Database } from '../connection/database.ts';
import { AT_REST, AT_REST_TABLES, atRestColumns } from './at-rest-columns.ts';
import { NotOpened } from './cipher.ts';
import { DayKeys } from './day-keys.ts';
import { openEscrow } from './escrow.ts';
import { verifyAccountKeys } from './rewrap.ts';
import { currentOf, readDayKeys } from './start-keys.ts';
import { KeyringError } from './keyring.ts';

/** Rows of each table that are opened for a sample. */
const ROWS = 500;

/** What a drill proved. */
export interface Drilled {
  /** RFC 3339: when the escrow was written. */
  at: string;
  /** Accounts' keys that it opens: all of them. */
  accounts: number;
  /** Rows that it opened, of every table that is encrypted. */
  rows: number;
}

/**
 * Proves that an escrow opens the live database: every account's key, and rows of every table. Nothing is written.
 * @throws KeyringError where it does not.
 */
export async function drillEscrow(input: {
  databaseUrl: string;
  file: string;
  kit: string;
}): Promise<Drilled> {
  const { at, keyring } = await openEscrow(input.file, input.kit);
  const database = openDatabase(input.databaseUrl, { connections: 2, keyring });
  const days = new DayKeys(keyring);
  try {
    const current = currentOf(await readDayKeys(database));
    if (!current || !(await days.names()).some(({ id }) => id === current.id))
      throw new KeyringError(
        `The escrow ${input.file} is of ${at} and lacks the key of ${current?.day ?? 'today'}; let the server write it: its medium was away.`,
      );
    await days.requireIndex();
    const accounts = await verifyAccountKeys(database, days, current.id);
    return { at, accounts, rows: await openSamples(database) };
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    throw new KeyringError(
      `The escrow ${input.file} of ${at} does not open all of the database: ${error.message}; begin another one with “smseal keys escrow”, and try it.`,
      { cause: error },
    );
  } finally {
    days.forget();
    database.keys.close();
    await database.destroy();
  }
}

/** Opens some rows of every table that is encrypted. @returns how many. @throws NotOpened */
export async function openSamples(database: Database): Promise<number> {
  let rows = 0;
  for (const table of AT_REST_TABLES) {
    const columns = ['account_id', ...AT_REST[table].key, ...atRestColumns(table).map(({ name }) => name)];
    const held = await sql<{ account_id: string }>`
      SELECT ${sql.join(columns.map((name) => sql.ref(name)))} FROM ${sql.table(table)}
      LIMIT ${ROWS}`.execute(database);
    rows += (await database.keys.open(table, held.rows)).length;
  }
  return rows;
}
