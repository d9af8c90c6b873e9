import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { installBinaries, type Binaries } from './binaries.ts';
import { makeDirectories, type EmbeddedDirectories } from './home.ts';
import { endStalePostmaster } from './stale-postmaster.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

const SUPERUSER = 'smseal';
const DATABASE = 'smseal';
const READY_MS = 60_000;
/** A killed postmaster's children take a moment to notice; until then its shared memory is in use. */
const START_TRIES = 20;
const LEFT_BEHIND = /shared memory block|lock file|bind IPv4/;

/**
 * `log_error_verbosity=terse` and `log_min_error_statement=panic` keep values of rows out of PostgreSQL's own log:
 * the detail of "duplicate key" names them.
 */
const SETTINGS: Readonly<Record<string, string>> = {
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
  const settings = { ...SETTINGS, port: String(port), ...options.settings };
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
  const { base, data } = cluster.directories;
  const file = path.join(base, 'password');
  const known = await readFile(file, 'utf8').catch(() => null);
  const whole = await stat(data).catch(() => null);
  if (known && whole) return known;
  if (whole) throw new Error(`${data} holds a database but ${file} is missing; restore it from a backup.`);
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
    await run(binaries.initdb, initdbArguments(unfinished, handover), user);
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

/** PostgreSQL gets a clean environment: no PG* variable of ours may redirect it. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

async function run(program: string, args: string[], user: UnprivilegedUser | null): Promise<void> {
  const child = spawn(program, args, {
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${path.basename(program)} failed: ${complaint.trim()}`);
}

interface PostmasterRun {
  binary: string;
  data: string;
  settings: Readonly<Record<string, string>>;
  user: UnprivilegedUser | null;
  onLog: (line: string) => void;
}

async function startPostmaster(options: PostmasterRun): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt++) {
    let lastFatal = '';
    const child = spawn(
      options.binary,
      ['-D', options.data, ...Object.entries(options.settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      {
        cwd: '/',
        env: ENVIRONMENT,
        // A group of its own: Ctrl-C in the terminal reaches us, and we stop PostgreSQL in order.
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
      },
    );
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('FATAL:')) lastFatal = line.slice(line.indexOf('FATAL:') + 6).trim();
      options.onLog(line);
    });
    if (await becomesReady(child, options.data)) return child;
    if (attempt === START_TRIES || !LEFT_BEHIND.test(lastFatal))
      throw new Error(`PostgreSQL does not start: ${lastFatal || 'it said nothing'}`);
    await sleep(500);
  }
}

/** Line 8 of postmaster.pid says `ready` once connections are accepted (what `pg_ctl -w` reads, too). */
async function becomesReady(child: ChildProcess, data: string): Promise<boolean> {
  const over = new AbortController();
  child.once('error', () => over.abort());
  child.once('exit', () => over.abort());
  for (let waited = 0; waited < READY_MS && !over.signal.aborted; waited += 50) {
    const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await sleep(50);
  }
  if (!over.signal.aborted) child.kill('SIGQUIT');
  return false;
}

/** The same port at every start where it is free, so that a restart does not change the URL under running servers. */
async function stablePort(file: string): Promise<number> {
  const before = Number(await readFile(file, 'utf8').catch(() => '0'));
  const port = (before > 0 && (await freePort(before))) || (await freePort(0));
  await writeFile(file, String(port), { mode: 0o600 });
  return port;
}

async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  } catch {
    return 0;
  } finally {
    server.close();
  }
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
