import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { openDatabase, type Database } from '../../connection/database.ts';
import type { Keyring } from '../../keys/keyring.ts';
import { startKeys } from '../../keys/start-keys.ts';
import { onThrowawayPostgres } from '../../rehearsal/on-throwaway-postgres.ts';
import { announceErasure, appendErasure } from '../append-erasure.ts';
import { applyMatter } from '../apply-matter.ts';
import { ErasureError } from '../erasure-error.ts';
import { openJournal, type Journal } from '../journal.ts';
import type { ErasureMatter } from '../journal-entry.ts';
import { replayErasures } from '../replay-erasures.ts';
import { requireReplayed } from '../require-replayed.ts';
import { storePerson } from './person.ts';

const COPY = 'from_before';

async function rehearse(url: string, keyring: Keyring): Promise<object> {
  const [now, journal] = [Date.now(), openJournal(keyring)];
  const [gone, stays] = await on(url, keyring, async (database) => {
    await startKeys(database, keyring, now);
    return [await storePerson(database, now), await storePerson(database, now)];
  });
  const [erased = '', kept = ''] = stays.contacts;
  const copy = await copyDatabase(url);
  await on(url, keyring, async (database) => {
    const given = { database, journal, now };
    await erase(given, { kind: 'account', account: gone.account, devices: [gone.device] });
    const records = [{ kind: 'contact', id: erased }] as const;
    await erase(given, { kind: 'records', account: stays.account, records: [...records], batches: [] });
  });
  return on(copy, keyring, async (database) => {
    const given = { database, journal, now };
    const [before, { replayed }] = [await isRefused(given), await replayErasures(given)];
    return {
      url: copy,
      refused: { before, after: await isRefused(given) },
      replayed,
      gone: [gone.account, gone.device],
      erased,
      kept: [stays.account, kept],
    };
  });
}

interface Given {
  database: Database;
  journal: Journal;
  now: number;
}

async function erase(given: Given, matter: ErasureMatter): Promise<void> {
  const planned = {
    id: randomBytes(16).toString('base64url'),
    kind: 'deletion',
    matter,
    progress: {},
  } as const;
  await announceErasure(given.database, planned, given.now);
  await appendErasure(given, planned);
  await applyMatter(given, planned);
}

/** As the server asks before it serves anything. */
async function isRefused(given: Given): Promise<boolean> {
  try {
    await requireReplayed(given);
    return false;
  } catch (error) {
    if (error instanceof ErasureError) return true;
    throw error;
  }
}

async function on<T>(url: string, keyring: Keyring, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(url, { keyring, connections: 2 });
  try {
    return await work(database);
  } finally {
    database.keys.close();
    await database.destroy();
  }
}

/** @returns where the copy is. Nobody may be connected. */
async function copyDatabase(url: string): Promise<string> {
  const original = new URL(url);
  const name = original.pathname.slice(1);
  const client = new pg.Client({ connectionString: at(original, 'template1') });
  await client.connect();
  await client.query(`CREATE DATABASE ${COPY} TEMPLATE ${pg.escapeIdentifier(name)}`);
  await client.end();
  return at(original, COPY);
}

function at(url: URL, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/**
 * Erasures and a backup from before them, for whoever wants to see at work what keeps the erased from coming back: makes a
 * database of this release, copies it, erases an account and a record of another one in the original, and makes the copy fit
 * to be served. Prints where the copy is and what should be in it; at the end of its input all of it is thrown away.
 */
await onThrowawayPostgres('erasure', async ({ url, keyring }) => {
  process.stdout.write(`${JSON.stringify({ ready: 'erasure', ...(await rehearse(url, keyring)) })}\n`);
  process.stdin.resume();
  await once(process.stdin, 'close');
});
