import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDatabase, startEmbeddedPostgres } from '@smseal/database';
import { sql } from 'kysely';

const MAIN = fileURLToPath(new URL('../../src/embedded/main.ts', import.meta.url));
const home = await mkdtemp(path.join(tmpdir(), 'smseal-embedded-'));
after(() => rm(home, { recursive: true }));
// What a first start leaves that was cut off in the middle.
await mkdir(path.join(home, 'postgres', 'unfinished'), { recursive: true });
await writeFile(path.join(home, 'postgres', 'unfinished', 'PG_VERSION'), '18');

/** The embedded PostgreSQL as its supervisor runs it. */
async function startProcess() {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, SMSEAL_HOME: home, SMSEAL_SUPERVISED: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as { ready: string; url: string };
  return { child, ready, ended: once(child, 'exit') as Promise<[number | null]> };
}

async function scalar(url: string, query: string): Promise<unknown> {
  const database = openDatabase(url, { connections: 1 });
  try {
    const { rows } = await sql<{ value: unknown }>`${sql.raw(query)}`.execute(database);
    return rows[0]?.value;
  } finally {
    await database.destroy();
  }
}

test('it says where it is, takes the password alone, and ends in order', async () => {
  const { child, ready, ended } = await startProcess();
  assert.equal(ready.ready, 'database');
  assert.equal(await scalar(ready.url, "SELECT current_setting('fsync') AS value"), 'on');
  assert.equal(await scalar(ready.url, "SELECT current_setting('listen_addresses') AS value"), '127.0.0.1');
  assert.equal(
    await scalar(
      ready.url,
      "SELECT pg_encoding_to_char(encoding) || ' ' || datlocale AS value FROM pg_database WHERE datname = current_database()",
    ),
    'UTF8 C.UTF-8',
  );
  await assert.rejects(
    scalar(ready.url.replace(/:[^:@]*@/, ':wrong@'), 'SELECT 1 AS value'),
    /password authentication failed/,
  );
  assert.equal((await stat(path.join(home, 'postgres', 'password'))).mode & 0o777, 0o600);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
});

test('it ends when its supervisor is gone', async () => {
  const { child, ended } = await startProcess();
  child.stdin.end();
  assert.deepEqual(await ended, [0, null]);
});

test('a postmaster that a killed life left running is ended, and nothing committed is lost', async () => {
  const first = await startProcess();
  await scalar(first.ready.url, 'CREATE TABLE kept AS SELECT 7 AS value');
  first.child.kill('SIGKILL');
  await first.ended;
  const pid = Number(
    (await readFile(path.join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  process.kill(pid, 0);
  const second = await startProcess();
  assert.throws(() => process.kill(pid, 0), /ESRCH/);
  assert.equal(second.ready.url, first.ready.url);
  assert.equal(await scalar(second.ready.url, 'SELECT value FROM kept'), 7);
  second.child.kill('SIGTERM');
  await second.ended;
});

test(
  'as root, a parent that bars the way is named in one sentence',
  { skip: process.getuid?.() !== 0 && 'needs root' },
  async () => {
    const barred = await mkdtemp(path.join(tmpdir(), 'smseal-barred-'));
    await chmod(barred, 0o700);
    try {
      await assert.rejects(startEmbeddedPostgres({ home: path.join(barred, 'home') }), (error: Error) => {
        assert.match(error.message, new RegExp(`may not pass ${barred}; set SMSEAL_HOME to`));
        return true;
      });
    } finally {
      await rm(barred, { recursive: true });
    }
  },
);

test('a home of mode 0700 is no hindrance', async () => {
  await chmod(home, 0o700);
  const postgres = await startEmbeddedPostgres({ home });
  assert.equal(await scalar(postgres.url, 'SELECT 1 AS value'), 1);
  await postgres.stop();
});

test('a cluster without its password is not made anew over what it holds', async () => {
  await rm(path.join(home, 'postgres', 'password'));
  await assert.rejects(startEmbeddedPostgres({ home }), /password is missing; restore it from a backup/);
});
