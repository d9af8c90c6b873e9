import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findHolder } from '@smseal/database';
import { sql } from 'kysely';
import { MOST_WAITING, prepareHandover } from '../../src/backup/archive/handover.ts';
import { isSegment } from '../../src/backup/store/log-name.ts';
import { BackupStore, systemsIn } from '../../src/backup/store/store.ts';
import { newHolder } from '../keys/key-story.ts';
import { Installation } from './installation.ts';

const installation = await Installation.start({ after });

async function switchLog(): Promise<string> {
  await newHolder(installation.database);
  const { rows } = await sql<{ name: string }>`
    SELECT pg_walfile_name(pg_switch_wal()) AS name`.execute(installation.database);
  return rows[0]?.name ?? '';
}

async function storedLogs(): Promise<string[]> {
  const [system = ''] = await systemsIn(installation.store);
  return (await new BackupStore(installation.store, system).logs()).map(({ name }) => name).filter(isSegment);
}

async function until(what: string, is: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await is()) return;
    await sleep(50);
  }
  throw new Error(`never: ${what}`);
}

test('each file of log is in the store, once, and PostgreSQL is told so', async () => {
  const names = [await switchLog(), await switchLog(), await switchLog()];
  await until('the store has them', async () => {
    const held = await storedLogs();
    return names.every((name) => held.includes(name));
  });
  await installation.archived();
  const held = await storedLogs();
  assert.equal(new Set(held).size, held.length);
});

test('while the archiver is away PostgreSQL goes on, and keeps what it is taken afterwards', async () => {
  await installation.archiver.stop();
  const names = [await switchLog(), await switchLog()];
  assert.ok((await installation.archiver.state()).waiting >= 2);
  await newHolder(installation.database);
  installation.startArchiver();
  await until('the store has what waited', async () => {
    const held = await storedLogs();
    return names.every((name) => held.includes(name));
  });
});

test('cut off after a file is stored and before PostgreSQL knows, it is handed over again and nothing is doubled', async () => {
  await installation.archived();
  await installation.archiver.stop();
  const name = await switchLog();
  const kept = path.join(installation.base, 'archive', 'kept');
  installation.startArchiver();
  await until('it is stored', async () => (await storedLogs()).includes(name));
  await installation.archiver.stop();
  // The mark is lost, as by a crash.
  await rm(path.join(kept, name), { force: true });
  installation.startArchiver();
  await installation.archived();
  assert.equal((await storedLogs()).filter((one) => one === name).length, 1);
  assert.deepEqual(
    (await readdir(kept)).filter((one) => one !== name),
    [],
  );
  assert.deepEqual(installation.troubles, []);
});

test('a store that another database fills is refused, and nothing in it is written over', async () => {
  await installation.archived();
  await installation.archiver.stop();
  const name = await switchLog();
  const [system = ''] = await systemsIn(installation.store);
  const store = new BackupStore(installation.store, system);
  const foreign = store.logFile(name, Date.now());
  await writeFile(foreign, 'smseal backup 1 of somebody else\n');
  installation.troubles.length = 0;
  installation.startArchiver();
  await until('it is told', () => Promise.resolve(installation.troubles.length > 0));
  assert.match(String(installation.troubles[0]), /is cut off or altered|lacks of somebody else/);
  await rm(foreign);
  await installation.archived();
});

test('the script gives up after a while, and lets the oldest go when too many wait', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-script-'));
  try {
    const waiting = path.join(folder, 'pg_wal', 'archive_status');
    await mkdir(waiting, { recursive: true });
    await prepareHandover(folder, null);
    const archive = path.join(folder, 'archive');
    const call = (name: string) =>
      promisify(execFile)('/bin/sh', [path.join(archive, 'hand-over.sh'), archive, name], { cwd: folder });
    const nameOf = (number: number) => number.toString(16).toUpperCase().padStart(24, '0');
    for (let number = 1; number <= MOST_WAITING; number++)
      await writeFile(path.join(waiting, `${nameOf(number)}.ready`), '');
    await assert.rejects(call(nameOf(1)), { code: 1 });
    await writeFile(path.join(waiting, `${nameOf(MOST_WAITING + 1)}.ready`), '');
    await call(nameOf(1));
    assert.deepEqual(await readdir(path.join(archive, 'lost')), [nameOf(1)]);
    await rm(path.join(waiting, `${nameOf(1)}.ready`));
    await writeFile(path.join(archive, 'kept', nameOf(2)), '');
    await call(nameOf(2));
    assert.deepEqual(await readdir(path.join(archive, 'kept')), [], 'what is kept is handed over at once');
  } finally {
    await rm(folder, { recursive: true });
  }
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

test(
  'a full store is told, does not stop the database, and takes what waited once there is room',
  { skip: !canMount },
  async () => {
    await installation.archived();
    await installation.archiver.stop();
    const folder = path.join(installation.home, 'small');
    await mkdir(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder]);
    try {
      installation.troubles.length = 0;
      installation.startArchiver(folder);
      await sql`CREATE TABLE noise AS SELECT gen_random_uuid() AS id FROM generate_series(1, 20000)`.execute(
        installation.database,
      );
      await switchLog();
      await until('it is told', () => Promise.resolve(installation.troubles.length > 0));
      assert.match(
        String(installation.troubles[0]),
        /The store .+ takes no log \(ENOSPC\); make room there or mend it/,
      );
      const holder = await newHolder(installation.database);
      assert.ok(await findHolder(installation.database, { email: holder.email, mobile: null }));
      await assert.rejects(
        installation.copy(folder),
        /^BackupError: (The copy was not made: ENOSPC|The log .+ did not come)/,
      );
      assert.ok((await installation.archiver.state()).waiting > 0);

      execFileSync('mount', ['-o', 'remount,size=64m', folder]);
      await until('the store takes log again', () => Promise.resolve(installation.troubles.at(-1) === null));
      await installation.archived();
    } finally {
      await installation.archiver.stop();
      execFileSync('umount', [folder]);
      installation.startArchiver();
    }
  },
);
