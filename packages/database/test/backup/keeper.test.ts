import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { rotateKeys } from '@smseal/database';
import { sql } from 'kysely';
import { expireBackups } from '../../src/backup/keeper/expire.ts';
import { Keeper } from '../../src/backup/keeper/keeper.ts';
import { readStatus, type BackupStatus } from '../../src/backup/status/backup-status.ts';
import { statusLines } from '../../src/backup/status/status-lines.ts';
import { BackupStore, systemsIn } from '../../src/backup/store/store.ts';
import { checkClosed } from '../../src/backup/trial/closed-copy.ts';
import { Installation } from './installation.ts';

const DAY_MS = 86_400_000;
const installation = await Installation.start({ after });
await installation.archiver.stop();
const told: string[] = [];

function newKeeper(): Keeper {
  return new Keeper({
    home: installation.home,
    base: installation.base,
    folder: installation.store,
    everyMs: DAY_MS,
    keyring: installation.keyring,
    databaseUrl: () => Promise.resolve(installation.postgres.url),
    now: Date.now,
    tell: (sentence) => told.push(sentence),
  });
}

async function untilStatus(is: (status: BackupStatus) => boolean): Promise<BackupStatus> {
  for (let tries = 0; tries < 1200; tries++) {
    const status = await readStatus(installation.home);
    if (status && is(status)) return status;
    await sleep(100);
  }
  throw new Error(JSON.stringify(await readStatus(installation.home)));
}

async function theStore(): Promise<BackupStore> {
  const [system = ''] = await systemsIn(installation.store);
  return new BackupStore(installation.store, system);
}

test('a start makes its first copy and restores it for a trial by itself, and says so', async () => {
  const people = [await installation.newPerson(), await installation.newPerson()];
  const keeper = newKeeper();
  await keeper.start();
  const { copy, trial, ...status } = await untilStatus(
    (one) => one.trial !== null || one.trialFailure !== null,
  );
  await keeper.stop();
  assert.equal(status.trialFailure, null);
  assert.ok(trial && copy);
  assert.equal(trial.copy, copy.id);
  assert.equal(trial.accounts, people.length);
  assert.ok(trial.tables > 20 && trial.rows > 10 && trial.opened >= people.length);
  assert.ok(trial.checksums && copy.damaged === 0);
  assert.deepEqual(told, []);
  assert.deepEqual(
    (await readdir(installation.base)).filter((name) => name.startsWith('trial')),
    [],
  );
  const lines = await statusLines({
    status: await readStatus(installation.home),
    folder: installation.store,
    isOwn: false,
    now: Date.now(),
  });
  assert.match(
    lines.join('\n'),
    /copies {7}1, the newest \d+ min old[^]*trial {8}.+ was restored in \d+ s, to \d+ s before/,
  );
  assert.match(lines.join('\n'), /old copies {3}none from before the key of the day/);
});

test('another start takes over what is there, and makes no second copy on the same day', async () => {
  const before = await readStatus(installation.home);
  const keeper = newKeeper();
  await keeper.start();
  await untilStatus(({ at }) => at > (before?.at ?? 0));
  await keeper.stop();
  assert.equal((await (await theStore()).copies()).length, 1);
  assert.deepEqual((await readStatus(installation.home))?.trial, before?.trial);
});

test('a page that the disk has altered is told when it is copied', async () => {
  await sql`CREATE TABLE altered AS SELECT g AS id, repeat('x', 100) AS text FROM generate_series(1, 500) g`.execute(
    installation.database,
  );
  // So that nothing has to be written to it again.
  await sql`VACUUM (FREEZE, ANALYZE) altered`.execute(installation.database);
  await sql`CHECKPOINT`.execute(installation.database);
  const { rows } = await sql<{ file: string }>`SELECT pg_relation_filepath('altered') AS file`.execute(
    installation.database,
  );
  const file = path.join(installation.base, 'data', rows[0]?.file ?? '');
  const octets = await readFile(file);
  const whole = Buffer.from(octets);
  octets[8192 + 4000] = (octets[8192 + 4000] ?? 0) ^ 1;
  await writeFile(file, octets);
  installation.startArchiver();
  const made = await installation.copy();
  assert.equal(made.damaged, 1);
  await writeFile(file, whole);
  await sql`DROP TABLE altered`.execute(installation.database);
});

test('what lies under a key that is left is found in an old copy and its log, and nothing once the key is gone', async () => {
  const { keyring, database, archiver, base } = installation;
  const yesterday = Date.now() - DAY_MS;
  assert.equal(await checkClosed(await theStore(), keyring, Date.now()), null, 'no copy is of yesterday');
  await installation.copy(installation.store, () => yesterday);
  await archiver.stop();
  await installation.newPerson();
  const { rows } = await sql<{ name: string }>`SELECT pg_walfile_name(pg_switch_wal()) AS name`.execute(
    database,
  );
  const segment = path.join(base, 'data', 'pg_wal', rows[0]?.name ?? '');
  await utimes(segment, yesterday / 1000 + 60, yesterday / 1000 + 60);
  installation.startArchiver();
  await installation.archived();

  const open = await checkClosed(await theStore(), keyring, Date.now());
  assert.ok(open && open.found > 0, 'the copy was made under the key of today');
  assert.equal(open.logs, 1);
  await rotateKeys({ database, keyring, now: Date.now(), force: true });
  const closed = await checkClosed(await theStore(), keyring, Date.now());
  assert.ok(closed && closed.files > 1000);
  assert.equal(closed.found, 0);
  assert.equal(closed.logs, 1);
});

test('a damaged old copy is noticed before it is needed', async () => {
  const store = await theStore();
  const copy = (await store.copies()).find(({ at }) => at < Date.now() - DAY_MS / 2);
  const part = path.join(copy?.folder ?? '', 'part-0001');
  const octets = await readFile(part);
  const middle = octets.length >> 1;
  octets[middle] = (octets[middle] ?? 0) ^ 1;
  await writeFile(part, octets);
  await assert.rejects(checkClosed(store, installation.keyring, Date.now()), /part-0001 was altered/);
});

test('after 13 days everything goes, and the keys with it', async () => {
  const { keyring, store: folder } = installation;
  const store = await theStore();
  assert.ok((await store.copies()).length >= 3);
  const names = async () => (await keyring.list()).filter((name) => name.startsWith('backup.'));
  assert.ok((await names()).length > 0);
  await expireBackups({ folder, keyring }, Date.now() + 13 * DAY_MS - 60_000);
  assert.ok((await store.copies()).length > 0);
  await expireBackups({ folder, keyring }, Date.now() + 13 * DAY_MS);
  assert.deepEqual(await store.copies(), []);
  assert.deepEqual(await store.logs(), []);
  await expireBackups({ folder, keyring }, Date.now() + 15 * DAY_MS);
  assert.deepEqual(await names(), []);
});

test('a copy that fails is told with the reason, and tried again', async () => {
  await installation.archiver.stop();
  told.length = 0;
  const keeper = new Keeper({
    home: installation.home,
    base: installation.base,
    folder: installation.store,
    everyMs: DAY_MS,
    keyring: installation.keyring,
    databaseUrl: () =>
      Promise.resolve(`postgres://nobody:${randomBytes(4).toString('hex')}@127.0.0.1:1/none`),
    now: Date.now,
    tell: (sentence) => told.push(sentence),
  });
  await keeper.start();
  const { copyFailure } = await untilStatus((one) => one.copyFailure !== null);
  await keeper.stop();
  assert.match(
    copyFailure?.sentence ?? '',
    /The copy was not made: ECONNREFUSED; see that the database runs/,
  );
  assert.match(told[0] ?? '', /^Backups: The copy was not made/);
  installation.startArchiver();
});
