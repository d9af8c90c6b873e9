import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { openDatabase } from '../../connection/database.ts';
import { installBinaries } from '../../embedded/binaries.ts';
import { endStalePostmaster } from '../../embedded/stale-postmaster.ts';
import { unprivilegedUser } from '../../embedded/unprivileged-user.ts';
import { DayKeys } from '../../keys/day-keys.ts';
import { openSamples } from '../../keys/drill.ts';
import type { Keyring } from '../../keys/keyring.ts';
import { verifyAccountKeys } from '../../keys/rewrap.ts';
import { currentOf, readDayKeys } from '../../keys/start-keys.ts';
import { BackupError } from '../backup-error.ts';
import { BackupKeys } from '../backup-keys.ts';
import { findCopy } from '../restore/find-copy.ts';
import { makeFit } from '../restore/make-fit.ts';
import { recoverCluster } from '../restore/recover-cluster.ts';

/** What a restore of the newest copy for a trial came to. */
export interface Trial {
  copy: string;
  /** How long it took until it could have been served, s. */
  recoverySeconds: number;
  /** How far back its last change was when it began, s. */
  pointSeconds: number;
  checksums: boolean;
  /** Tables that were read to the end, and rows in them. */
  tables: number;
  rows: number;
  /** Accounts’ keys that were opened: all of them. */
  accounts: number;
  /** Rows that were decrypted for a sample. */
  opened: number;
}

export interface TrialInput {
  /** `SMSEAL_HOME/postgres`. */
  base: string;
  /** Of the store. */
  folder: string;
  keyring: Keyring;
  now: () => number;
  signal?: AbortSignal;
}

/**
 * Restores the newest copy into a folder of its own, does all that has to be done before one may be served, reads every table and
 * opens every account’s key. Nothing of it is left. @throws BackupError, KeyringError
 */
export async function tryRestore(input: TrialInput): Promise<Trial> {
  const { base, folder, keyring, now } = input;
  const startedAt = now();
  const data = path.join(base, 'trial');
  await endStalePostmaster(data);
  await rm(data, { recursive: true, force: true });
  const keys = new BackupKeys(keyring);
  try {
    const recovered = await recoverCluster({
      ...(await findCopy(folder, null)),
      keys,
      until: null,
      data,
      binaries: await installBinaries(base),
      user: await unprivilegedUser(),
      onLog: () => undefined,
      ...(input.signal ? { signal: input.signal } : {}),
    });
    try {
      const { url, manifest, point } = recovered;
      await makeFit({ url, keyring, point, now: now() });
      const recoverySeconds = Math.ceil((now() - startedAt) / 1000);
      return {
        copy: manifest.id,
        recoverySeconds,
        pointSeconds: Math.max(0, Math.ceil((startedAt - point) / 1000)),
        checksums: manifest.checksums,
        ...(await readTables(url)),
        ...(await openKeys(url, keyring)),
      };
    } finally {
      await recovered.stop();
    }
  } finally {
    keys.forget();
    await rm(data, { recursive: true, force: true });
  }
}

/** Reads every row of every table; where pages carry checksums, PostgreSQL checks each. */
async function readTables(url: string): Promise<Pick<Trial, 'tables' | 'rows'>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(`
      SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`);
    let rows = 0;
    // Digesting a row needs all of it, also what lies apart from it.
    for (const { name } of tables) {
      const { rows: counts } = await client.query<{ rows: string }>(
        `SELECT count(hashtext(t::text)) AS rows FROM ${name} t`,
      );
      rows += Number(counts[0]?.rows ?? 0);
    }
    return { tables: tables.length, rows };
  } finally {
    await client.end();
  }
}

async function openKeys(url: string, keyring: Keyring): Promise<Pick<Trial, 'accounts' | 'opened'>> {
  const database = openDatabase(url, { connections: 2, keyring, statementMs: 0 });
  const days = new DayKeys(keyring);
  try {
    const current = currentOf(await readDayKeys(database));
    if (!current) throw new BackupError('The restored database has no day’s key; make a new copy.');
    const accounts = await verifyAccountKeys(database, days, current.id);
    return { accounts, opened: await openSamples(database) };
  } finally {
    days.forget();
    database.keys.close();
    await database.destroy();
  }
}
