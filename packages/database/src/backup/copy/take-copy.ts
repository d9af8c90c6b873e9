import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Keyring } from '../../keys/keyring.ts';
import { BackupError, systemWord } from '../backup-error.ts';
import { BackupKeys } from '../backup-keys.ts';
import { segmentsBetween } from '../store/log-name.ts';
import { writeManifest, type Manifest } from '../store/manifest.ts';
import { BackupStore, copyId, syncFolder } from '../store/store.ts';
import { copyFiles, type CopyFilesInput, type FilesCopied } from './copy-files.ts';
import { filesOfCluster } from './files-of-cluster.ts';

/** Any number does, as long as no other user of advisory locks in this database takes it. */
const LOCK = 7_325_364;
const ARCHIVED_MS = 60_000;

export interface CopyInput {
  /** The embedded PostgreSQL, running. */
  databaseUrl: string;
  /** `SMSEAL_HOME/postgres`. */
  base: string;
  /** Of the store. */
  folder: string;
  keyring: Keyring;
  now: () => number;
}

/** A copy that was made. */
export interface CopyMade {
  id: string;
  /** ms since 1970. */
  startedAt: number;
  endedAt: number;
  files: number;
  /** Clear octets. */
  octets: number;
  checksums: boolean;
  /** Pages whose checksum is wrong where they lie. */
  damaged: number;
}

/**
 * Copies the cluster while it runs: between `pg_backup_start` and `pg_backup_stop` its files are read as they lie, and the
 * write-ahead log of that time makes a database of them. The copy gets its name once it is whole and its log has come.
 * @throws BackupError
 */
export async function takeCopy(input: CopyInput): Promise<CopyMade> {
  const client = new pg.Client({ connectionString: input.databaseUrl, application_name: 'smseal backup' });
  client.on('error', () => undefined);
  const keys = new BackupKeys(input.keyring);
  try {
    await client.connect();
    return await copyUnderLock(client, input, keys);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(
      `The copy was not made: ${systemWord(error)}; see that the database runs and ${input.folder} can be written and has room.`,
      { cause: error },
    );
  } finally {
    keys.forget();
    await client.end().catch(() => undefined);
  }
}

interface Cluster {
  system: string;
  version: string;
  archives: string;
  checksums: string;
  segmentSize: string;
}

async function copyUnderLock(client: pg.Client, input: CopyInput, keys: BackupKeys): Promise<CopyMade> {
  const { rows: locks } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    LOCK,
  ]);
  if (!locks[0]?.taken) throw new BackupError('A copy is being made already; wait until it is done.');
  const { rows } = await client.query<Cluster>(`
    SELECT (SELECT system_identifier FROM pg_control_system())::text AS system,
      current_setting('server_version') AS version, current_setting('archive_mode') AS archives,
      current_setting('data_checksums') AS checksums,
      (SELECT setting FROM pg_settings WHERE name = 'wal_segment_size') AS "segmentSize"`);
  const [cluster] = rows;
  if (!cluster || cluster.archives === 'off')
    throw new BackupError(
      'The database hands no write-ahead log over, without which a copy is worth nothing; start SMSeal without SMSEAL_BACKUP_HOURS=off.',
    );
  // Whatever becomes of the copy, what was deleted goes from the database's files each time that one is due.
  const cleared = await tidyTables(client);
  const store = new BackupStore(input.folder, cluster.system);
  await store.make();
  await store.removeUnfinished();
  const startedAt = input.now();
  const id = copyId(startedAt, randomBytes(4));
  const unfinished = store.unfinished(id);
  await mkdir(unfinished, { mode: 0o700 });
  try {
    const key = await keys.current(startedAt);
    const checksums = cluster.checksums === 'on';
    const copied = await copyWhileRunning(client, {
      data: path.join(input.base, 'data'),
      folder: unfinished,
      key,
      system: cluster.system,
      id,
      checksums,
      cleared,
    });
    const segmentSize = Number(cluster.segmentSize);
    const endedAt = input.now();
    await untilArchived(store, segmentsBetween(copied.first, copied.last, segmentSize));
    const manifest: Manifest = {
      v: 1,
      id,
      system: cluster.system,
      version: cluster.version,
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(endedAt).toISOString(),
      checksums,
      damaged: copied.damaged,
      wal: { segmentSize, first: copied.first, last: copied.last, end: copied.end },
      label: copied.label,
      password: await readFile(path.join(input.base, 'password'), 'utf8'),
      folders: copied.folders,
      files: copied.files,
    };
    await writeManifest(unfinished, manifest, key);
    await syncFolder(unfinished);
    await rename(unfinished, store.whole(id));
    await syncFolder(path.dirname(unfinished));
    return {
      id,
      startedAt,
      endedAt,
      files: copied.files.length,
      octets: copied.files.reduce((sum, { size }) => sum + size, 0),
      checksums,
      damaged: copied.damaged,
    };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

interface CopyOfFiles extends FilesCopied {
  folders: string[];
  label: string;
  first: string;
  last: string;
  end: string;
}

async function copyWhileRunning(
  client: pg.Client,
  input: Omit<CopyFilesInput, 'files'>,
): Promise<CopyOfFiles> {
  await client.query('SELECT pg_backup_start($1, true)', [`smseal ${input.id}`]);
  const { files, folders } = await filesOfCluster(input.data);
  const copied = await copyFiles({ ...input, files });
  // What it waits for is ours to see to; it must not wait for ever where nobody takes the log.
  const { rows } = await client.query<{ end: string; label: string; last: string }>(`
    SELECT lsn::text AS end, labelfile AS label, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)`);
  const [stopped] = rows;
  const first = /\(file ([0-9A-F]{24})\)/.exec(stopped?.label ?? '')?.[1];
  if (!stopped || !first)
    throw new BackupError('PostgreSQL did not say which log the copy needs; try again.');
  return { ...copied, ...stopped, first, folders };
}

/**
 * Takes deleted rows, and what was counted of them, off the pages of this database.
 * @returns the files of its tables and indexes in which nothing but rows is between the rows.
 */
async function tidyTables(client: pg.Client): Promise<ReadonlySet<string>> {
  await client.query('VACUUM (ANALYZE, SKIP_LOCKED)');
  const { rows } = await client.query<{ name: string }>(`
    SELECT pg_relation_filepath(c.oid) AS name FROM pg_class c JOIN pg_am a ON a.oid = c.relam
    WHERE a.amname IN ('heap', 'btree') AND pg_relation_filepath(c.oid) IS NOT NULL`);
  return new Set(rows.map(({ name }) => name));
}

/** Waits until the store has all log that the copy needs. */
async function untilArchived(store: BackupStore, needed: readonly string[]): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const held = new Set((await store.logs()).map(({ name }) => name));
    const missing = needed.find((name) => !held.has(name));
    if (missing === undefined) return;
    if (waited >= ARCHIVED_MS)
      throw new BackupError(
        `The log ${missing} did not come into the store, without which the copy is worth nothing; see that SMSeal runs, and what “smseal backup status” says.`,
      );
    await sleep(100);
  }
}
