import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  migrate,
  openDatabase,
  openKeyring,
  readMigrations,
  startKeys,
  type Database,
  type Keyring,
} from '@smseal/database';
import { sql } from 'kysely';
import { sharedPostgres } from './shared-postgres.ts';

const TEMPLATE_LOCK = 7_325_362;

/** What a test file hands in: `{ after }` of node:test, or a test context. */
interface Lifetime {
  after(finish: () => Promise<void>): void;
}

/** A migrated database of one test file. */
export interface TestDatabase {
  url: string;
  database: Database;
  /** A folder of its own, begun long ago, so that a test may set its clock to any day of this year. */
  keyring: Keyring;
}

const BEGUN = Date.parse('2026-01-01T00:00:00Z');

/**
 * A clone of the migrated template in a real PostgreSQL, dropped when the file or test is over.
 * The template is named after the migrations' content, so a changed migration makes a new one.
 */
export async function testDatabase(lifetime: Lifetime): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const server = await cloneTemplate(name);
  const url = named(server, name);
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-keyring-'));
  const keyring = openKeyring(`file:${folder}`, folder);
  const database = openDatabase(url, { connections: 10, keyring });
  await startKeys(database, keyring, BEGUN);
  lifetime.after(async () => {
    database.keys.close();
    await database.destroy();
    await drop(server, name);
    await rm(folder, { recursive: true, force: true });
  });
  return { url, database, keyring };
}

/** @returns URL of the server; once more where it ended, idle, in the very moment that we came. */
async function cloneTemplate(name: string, triesLeft = 2): Promise<string> {
  const server = await sharedPostgres();
  const admin = openDatabase(named(server, 'postgres'), { connections: 1 });
  try {
    const template = await makeTemplate(admin, server);
    await sql`CREATE DATABASE ${sql.id(name)} TEMPLATE ${sql.id(template)}`.execute(admin);
    return server;
  } catch (error) {
    if (triesLeft === 0 || !isAway(error)) throw error;
  } finally {
    await admin.destroy();
  }
  return cloneTemplate(name, triesLeft - 1);
}

function isAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unavailable';
}

/** A server that has ended, since nobody was connected for long, has taken its databases with it. */
async function drop(server: string, name: string): Promise<void> {
  const admin = openDatabase(named(server, 'postgres'), { connections: 1 });
  try {
    await sql`DROP DATABASE IF EXISTS ${sql.id(name)} WITH (FORCE)`.execute(admin);
  } catch (error) {
    if (!isAway(error)) throw error;
  } finally {
    await admin.destroy();
  }
}

/** Makes the template once; others wait at the lock and find it. */
async function makeTemplate(admin: Database, server: string): Promise<string> {
  const migrations = await readMigrations();
  const digest = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16);
  const name = `template_${digest}`;
  await sql`SELECT pg_advisory_lock(${TEMPLATE_LOCK})`.execute(admin);
  try {
    const found = await sql`SELECT 1 FROM pg_database WHERE datname = ${name}`.execute(admin);
    if (found.rows.length > 0) return name;
    const half = `half_${digest}`;
    await sql`DROP DATABASE IF EXISTS ${sql.id(half)}`.execute(admin);
    await sql`CREATE DATABASE ${sql.id(half)}`.execute(admin);
    await migrate(named(server, half), migrations);
    await sql`ALTER DATABASE ${sql.id(half)} RENAME TO ${sql.id(name)}`.execute(admin);
    return name;
  } finally {
    await sql`SELECT pg_advisory_unlock(${TEMPLATE_LOCK})`.execute(admin);
  }
}

function named(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
