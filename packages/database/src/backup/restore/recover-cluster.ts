import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import type { Binaries } from '../../embedded/binaries.ts';
import { embeddedUrl, SETTINGS } from '../../embedded/embedded-postgres.ts';
import { freePort } from '../../embedded/free-port.ts';
import { startPostmaster } from '../../embedded/postmaster.ts';
import type { UnprivilegedUser } from '../../embedded/unprivileged-user.ts';
import { BackupError } from '../backup-error.ts';
import type { BackupKeys } from '../backup-keys.ts';
import { readManifest, type Manifest } from '../store/manifest.ts';
import type { FoundCopy } from './find-copy.ts';
import { requireChain } from './log-chain.ts';
import { LogServer } from './log-server.ts';
import { unpackCopy } from './unpack-copy.ts';

/** Log of a day is replayed in minutes; what takes longer than this hangs. */
const RECOVERY_MS = 6 * 3_600_000;
const TOO_EARLY = /recovery ended before configured recovery target/;

export interface RecoverInput extends FoundCopy {
  keys: BackupKeys;
  /** How far, ms since 1970; null: as far as the log goes. */
  until: number | null;
  /** The folder that becomes the cluster; it must not be there. */
  data: string;
  binaries: Binaries;
  user: UnprivilegedUser | null;
  /** Gets each line of PostgreSQL’s own log. */
  onLog: (line: string) => void;
  /** Ends it early. */
  signal?: AbortSignal;
}

/** A database that was recovered, and runs on a port of its own. */
export interface Recovered {
  url: string;
  manifest: Manifest;
  /** The last change that it has, ms since 1970. */
  point: number;
  /** Ends PostgreSQL in order. */
  stop(): Promise<void>;
}

/** Makes a database of a copy and the log after it, and lets it run; no one else’s programs know where. @throws BackupError */
export async function recoverCluster(input: RecoverInput): Promise<Recovered> {
  const { store, copy, keys, until } = input;
  const manifest = await readManifest(copy, store.system, keys);
  if (until !== null && until < Date.parse(manifest.endedAt))
    throw new BackupError(
      `The copy of ${manifest.startedAt} was whole at ${manifest.endedAt}; name a time from then on with --at, or one before the copy.`,
    );
  const logs = await store.logs();
  const last = requireChain(logs, manifest, until);
  await unpackCopy({ ...input, manifest });
  const server = new LogServer({
    store,
    logs,
    keys,
    last,
    segmentSize: manifest.wal.segmentSize,
    folder: `${input.data}-log`,
    user: input.user,
  });
  try {
    const child = await replay(input, server, await server.start());
    return await entered(child, manifest);
  } catch (error) {
    throw server.failure ?? error;
  } finally {
    await server.stop();
  }
}

interface Running {
  process: ChildProcess;
  port: number;
}

/** Runs PostgreSQL until it has replayed the log. */
async function replay(input: RecoverInput, server: LogServer, restoreCommand: string): Promise<Running> {
  const run = async (target: Readonly<Record<string, string>>): Promise<Running> => {
    const port = await freePort(0);
    const settings = {
      ...SETTINGS,
      port: String(port),
      shared_buffers: '64MB',
      hot_standby: 'off',
      archive_mode: 'off',
      // What is read from the log leaves no trace in the files of the new one.
      wal_recycle: 'off',
      restore_command: restoreCommand,
      recovery_target_timeline: 'latest',
      recovery_target_action: 'promote',
      ...target,
    };
    const process = await startPostmaster({
      binary: input.binaries.postgres,
      data: input.data,
      settings,
      user: input.user,
      onLog: input.onLog,
      readyMs: RECOVERY_MS,
      signal: input.signal,
    });
    return { process, port };
  };
  if (input.until === null) return run({});
  try {
    return await run({
      recovery_target_time: new Date(input.until).toISOString().replace('T', ' ').replace('Z', '+00'),
    });
  } catch (error) {
    // Nothing was changed after that time, so everything that there is comes before it.
    if (server.failure || !(error instanceof Error) || !TOO_EARLY.test(error.message)) throw error;
    return run({});
  }
}

/** Waits until recovery is over and anything may be written. */
async function entered({ process, port }: Running, manifest: Manifest): Promise<Recovered> {
  const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    process.kill('SIGINT');
    await ended;
  };
  const url = embeddedUrl(manifest.password, port);
  try {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ point: Date | null; recovering: boolean }>(
        'SELECT pg_last_xact_replay_timestamp() AS point, pg_is_in_recovery() AS recovering',
      );
      if (rows[0]?.recovering !== false)
        throw new BackupError('PostgreSQL did not end its recovery; try again.');
      return { url, manifest, point: rows[0].point?.getTime() ?? Date.parse(manifest.endedAt), stop };
    } finally {
      await client.end();
    }
  } catch (error) {
    await stop();
    throw error;
  }
}
