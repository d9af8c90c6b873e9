import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openDatabase, openKeyring, rotateKeys, startKeys } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { DAY_MS, newHolder, rawCopy } from './key-story.ts';

const { url, database, keyring } = await testDatabase({ after });
const NOW = Date.parse('2026-11-22T12:00:00Z');
await newHolder(database);
await rotateKeys({ database, keyring, now: NOW - DAY_MS });
const yesterday = await mkdtemp(path.join(tmpdir(), 'smseal-yesterday-'));
after(() => rm(yesterday, { recursive: true }));
await cp(keyring.where, yesterday, { recursive: true });
const oldDatabase = {
  dayKeys: await database.selectFrom('day_key').selectAll().execute(),
  ...(await rawCopy(database)),
};
await rotateKeys({ database, keyring, now: NOW });

async function empty(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-keyring-'));
  after(() => rm(folder, { recursive: true }));
  return folder;
}

async function startOn(folder: string, now = NOW): Promise<void> {
  const given = openKeyring(`file:${folder}`, folder);
  const server = openDatabase(url, { connections: 2, keyring: given });
  try {
    await startKeys(server, given, now);
  } finally {
    await server.destroy();
  }
}

test('a server starts on what belongs together', () => startOn(keyring.where));

test('a keyring lost is refused, and no new one is begun in its place', async () => {
  const folder = await empty();
  await assert.rejects(
    startOn(folder),
    /is empty, .*2026-11-22; put the keyring back, or run “smseal keys recover”/,
  );
  assert.deepEqual(await readdir(folder), []);
});

test('a keyring one day old is refused', () =>
  assert.rejects(startOn(yesterday), /an old copy of 2026-11-21, .* the key of 2026-11-22; put the newest/));

test('a clock turned back is refused, but for what clocks differ by', async () => {
  await assert.rejects(
    startOn(keyring.where, NOW - DAY_MS),
    /clock says 2026-11-21, .* 2026-11-22; set the clock right/,
  );
  await startOn(keyring.where, Date.parse('2026-11-21T23:56:00Z'));
});

test('the right name with wrong octets is refused', async () => {
  const folder = await empty();
  await cp(keyring.where, folder, { recursive: true });
  const day = (await readdir(folder)).find((name) => name.startsWith('day.')) ?? '';
  await writeFile(path.join(folder, day), randomBytes(32));
  await assert.rejects(startOn(folder), /does not open the database's keys; put the keyring's files back/);
});

test('a keyring without the key by which people are found is refused', async () => {
  const folder = await empty();
  await cp(keyring.where, folder, { recursive: true });
  await rm(path.join(folder, 'index'));
  await assert.rejects(startOn(folder), /lacks the key by which people are found/);
});

test('a new database does not begin in another one’s keyring', async () => {
  const fresh = await testDatabase({ after });
  await sql`DELETE FROM day_key`.execute(fresh.database);
  await assert.rejects(
    startKeys(fresh.database, keyring, NOW),
    /belongs to another database, and this one is new; set SMSEAL_KEYRING to an empty folder/,
  );
});

test('an old copy of the database is refused', async () => {
  const restored = await testDatabase({ after });
  await sql`DELETE FROM day_key`.execute(restored.database);
  await restored.database.insertInto('day_key').values(oldDatabase.dayKeys).execute();
  await assert.rejects(
    startKeys(restored.database, keyring, NOW),
    /The database is an old copy: .* of 2026-11-21, which is destroyed, .* of 2026-11-22; run “smseal keys restore”/,
  );
});

test('of several servers that begin at once on a new database one makes the keys', async () => {
  const fresh = await testDatabase({ after });
  await sql`DELETE FROM day_key`.execute(fresh.database);
  const folder = await empty();
  const servers = Array.from({ length: 3 }, () => {
    const given = openKeyring(`file:${folder}`, folder);
    return { given, server: openDatabase(fresh.url, { connections: 2, keyring: given }) };
  });
  await Promise.all(servers.map(({ given, server }) => startKeys(server, given, NOW)));
  for (const { server } of servers) await newHolder(server);
  assert.equal((await readdir(folder)).filter((name) => name.startsWith('day.')).length, 1);
  await Promise.all(servers.map(({ server }) => server.destroy()));
});
