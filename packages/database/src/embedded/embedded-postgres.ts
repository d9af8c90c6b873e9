import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { prepareHandover } from '../backup/archive/handover.ts';
import { installBinaries, type Binaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { makeDirectories, type EmbeddedDirectories } from './home.ts';
import { runProgram, startPostmaster } from './postmaster.ts';
import { endStalePostmaster } from './stale-postmaster.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

const SUPERUSER = 'smseal';
const DATABASE = 'smseal';

/**
 * `log_error_verbosity=terse` and `log_min_error_statement=panic` keep values of rows out of PostgreSQL's own log:
 * the detail of "duplicate key" names them.
 */
export const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  wal_level: 'replica',
  max_wal_senders: '2',
  max_wal_size: '2GB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  password_encryption: 'scram-sha-256',
};

export interface EmbeddedOptions {
  home: string;
  /** Hand the write-ahead log over to the archiver, who has to be there. */
  archives?: boolean;
  /** Further settings; the tests turn `fsync` off. */
  settings?: Readonly<Record<string, string>>;
  /** Gets each line of PostgreSQL's own log. */
  onLog?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** `postgres://…` with the password: for our own processes only. */
  url: string;
  pid: number;
  /** Resolves with the exit code when PostgreSQL ends, for whatever reason. */
  ended: Promise<number | null>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL on `SMSEAL_HOME/postgres`, making the cluster at the first start. Loopback and passwords only. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = await unprivilegedUser();
  const directories = await makeDirectories(options.home, user);
  const binaries = await installBinaries(directories.base);
  await endStalePostmaster(directories.data);
  const password = await clusterPassword({ binaries, directories, user });
  const port = await stablePort(path.join(directories.base, 'port'));
  const handover = options.archives ? await prepareHandover(directories.base, user) : {};
  const settings = { ...SETTINGS, port: String(port), ...handover, ...options.settings };
  const onLog = options.onLog ?? (() => undefined);
  const child = await startPostmaster({
    binary: binaries.postgres,
    data: directories.data,
    settings,
    user,
    onLog,
  });
  const url = embeddedUrl(password, port);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (child.exitCode !== null) throw new Error('PostgreSQL ended right after its start; see its log above.');
  await createDatabaseOnce(url);
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Where an embedded PostgreSQL is reached. */
export function embeddedUrl(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

interface Cluster {
  binaries: Binaries;
  directories: EmbeddedDirectories;
  user: UnprivilegedUser | null;
}

/** Password of the cluster; makes both at the first start. The cluster gets its name when all of it is there. */
async function clusterPassword(cluster: Cluster): Promise<string> {
  const { home, base, data, restoring } = cluster.directories;
  const file = path.join(base, 'password');
  const known = await readFile(file, 'utf8').catch(() => null);
  const whole = await stat(data).catch(() => null);
  if (known && whole) return known;
  if (whole) throw new Error(`${data} holds a database but ${file} is missing; restore it from a backup.`);
  if (await stat(restoring).catch(() => null))
    throw new Error(`A restore of ${home} was cut off; run “smseal restore” again.`);
  const password = randomBytes(24).toString('base64url');
  await makeCluster(cluster, password);
  await writeFile(file, password, { mode: 0o600 });
  await rename(cluster.directories.unfinished, data);
  return password;
}

async function makeCluster({ binaries, directories, user }: Cluster, password: string): Promise<void> {
  const { base, unfinished } = directories;
  const handover = path.join(base, 'handover');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await rm(handover, { force: true });
  await writeFile(handover, password, { mode: 0o600 });
  if (user) {
    await chown(unfinished, user.uid, user.gid);
    await chown(handover, user.uid, user.gid);
  }
  try {
    await runProgram(binaries.initdb, initdbArguments(unfinished, handover), user);
  } finally {
    await rm(handover, { force: true });
  }
}

/** The built-in C.UTF-8 needs no locale of the operating system and sorts the same everywhere. */
function initdbArguments(data: string, passwordFile: string): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
}

/** The same port at every start where it is free, so that a restart does not change the URL under running servers. */
async function stablePort(file: string): Promise<number> {
  const before = Number(await readFile(file, 'utf8').catch(() => '0'));
  const port = (before > 0 && (await freePort(before))) || (await freePort(0));
  await writeFile(file, String(port), { mode: 0o600 });
  return port;
}

async function createDatabaseOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
