import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@smseal/database';
import { sql } from 'kysely';

const SERVE = fileURLToPath(new URL('serve.ts', import.meta.url));
const STARTED_MS = 90_000;
/** A lock older than this was left by a process that was killed. */
const LOCK_MS = 100_000;

/** One directory per user and checkout: checkouts may differ in their PostgreSQL. */
export function sharedDirectory(): string {
  const checkout = createHash('sha256').update(SERVE).digest('hex').slice(0, 12);
  return path.join(tmpdir(), `smseal-test-${userInfo().uid}-${checkout}`);
}

/**
 * URL of the PostgreSQL that all test files of a run share: `SMSEAL_TEST_DATABASE_URL`, or an embedded one that the
 * first to need it starts, without fsync, and that ends by itself once nobody has been connected for a while.
 */
export async function sharedPostgres(): Promise<string> {
  const given = process.env['SMSEAL_TEST_DATABASE_URL'];
  if (given) return given;
  const directory = sharedDirectory();
  await mkdir(directory, { recursive: true, mode: 0o711 });
  const deadline = Date.now() + STARTED_MS;
  while (Date.now() < deadline) {
    const url = await readFile(path.join(directory, 'url'), 'utf8').catch(() => null);
    if (url && (await answers(url))) return url;
    if (await takeLock(path.join(directory, 'lock'))) {
      try {
        return await start(directory);
      } finally {
        await rm(path.join(directory, 'lock'), { force: true });
      }
    }
    await sleep(100);
  }
  throw new Error(
    `The tests' PostgreSQL did not start within ${STARTED_MS / 1000} s; look into ${directory}.`,
  );
}

async function answers(url: string): Promise<boolean> {
  const database = openDatabase(url, { connections: 1 });
  try {
    await sql`SELECT 1`.execute(database);
    return true;
  } catch {
    return false;
  } finally {
    await database.destroy();
  }
}

async function takeLock(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch {
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > LOCK_MS) await rm(file, { force: true });
    return false;
  }
}

/** Starts the server apart from this process, which may end long before the others are done with it. */
async function start(directory: string): Promise<string> {
  // Its complaints go to a file: a test runner waits for whoever holds its pipes.
  const complaints = await open(path.join(directory, 'log'), 'w');
  const child = spawn(process.execPath, [SERVE, directory], {
    detached: true,
    stdio: ['ignore', 'pipe', complaints.fd],
  });
  await complaints.close();
  if (!child.stdout) throw new Error('The tests’ PostgreSQL has no standard output.');
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(() => {
    throw new Error('The tests’ PostgreSQL ended while it started.');
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  lines.close();
  child.stdout.destroy();
  child.unref();
  return (JSON.parse(line) as { url: string }).url;
}
