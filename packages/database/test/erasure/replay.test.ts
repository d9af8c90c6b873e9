import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import {
  advanceErasures,
  openJournal,
  putRecords,
  replayErasures,
  requireReplayed,
  type Database,
} from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { announceErasure, appendErasure } from '../../src/erasure/append-erasure.ts';
import { applyMatter } from '../../src/erasure/apply-matter.ts';
import type { ErasureMatter } from '../../src/erasure/journal-entry.ts';
import { eraserOf } from './erasing.ts';
import { newHolder } from '../keys/key-story.ts';
import { contents, newDevice, NOW, randomId, record, startEpoch, TODAY } from '../sealed-account.ts';

async function installation(context: TestContext) {
  const { database, keyring } = await testDatabase(context);
  const journal = openJournal(keyring);
  const given = { database, journal, now: NOW };
  return {
    ...given,
    folder: path.join(keyring.where, 'erasures'),
    require: (now = NOW) => requireReplayed({ ...given, now }),
    replay: () => replayErasures(given),
    /** As an erasure does it; `until` says how far it comes. */
    async erase(matter: ErasureMatter, until: 'announced' | 'journal' | 'noted' | 'applied' = 'applied') {
      const planned = { id: randomId(), kind: 'deletion', matter, progress: {} } as const;
      await announceErasure(database, planned, NOW);
      if (until === 'announced') return;
      if (until === 'journal') await journal.append(planned.id, matter, NOW);
      else await appendErasure(given, planned);
      if (until === 'applied') await applyMatter(given, planned);
    },
  };
}

/** A backup, as the rows of an account: what was deleted since comes back with it. */
async function snapshot(database: Database) {
  const rows = async (table: string) =>
    (await sql<{ row: string }>`SELECT to_jsonb(t)::text AS row FROM ${sql.table(table)} t`.execute(database))
      .rows;
  const tables = [
    'account',
    'account_key',
    'data_key',
    'device',
    'sealed_key',
    'record',
    'tombstone',
    'erasure',
  ]
    .map((table) => `public.${table}`)
    .concat('identity.holder');
  const held = new Map<string, string[]>();
  for (const table of tables)
    held.set(
      table,
      (await rows(table)).map(({ row }) => row),
    );
  return async function restore() {
    await sql`TRUNCATE account, record, erasure CASCADE`.execute(database);
    for (const [table, lines] of held)
      for (const line of lines)
        await sql`INSERT INTO ${sql.table(table)} SELECT * FROM jsonb_populate_record(NULL::${sql.table(table)}, ${line}::jsonb)`.execute(
          database,
        );
    database.keys.close();
  };
}

async function newPerson(database: Database) {
  const { account } = await newHolder(database);
  const device = await newDevice(database, account);
  await startEpoch(database, account, 2);
  const records = Array.from({ length: 4 }, (_, i) => record(device, { authorSeq: i + 1, epoch: 2 }));
  await putRecords(database, { account, device, records, today: TODAY });
  return { account, device, records };
}

/** A key that is wrapped to a device. */
async function wrapTo(database: Database, account: string, recipient: string): Promise<void> {
  const row = { account_id: account, recipient, scope: 'epoch', epoch: 1, stored: TODAY };
  const octets = { enc: randomBytes(32), sealed: randomBytes(48) };
  const rows = await database.keys.seal('sealed_key', [{ ...row, ...octets }]);
  await database.insertInto('sealed_key').values(rows).execute();
}

/** What lets a device in, and what is wrapped to it. */
async function wayIn(database: Database, device: string): Promise<{ credentials: number; wraps: number }> {
  const { rows } = await sql<{ credentials: number; wraps: number }>`
    SELECT
      (SELECT count(*) FROM device WHERE id = ${device} AND credential IS NOT NULL) AS credentials,
      (SELECT count(*) FROM sealed_key WHERE recipient = ${device}) AS wraps`.execute(database);
  return rows[0] ?? { credentials: 0, wraps: 0 };
}

const tracesOf = async (database: Database, ...ids: string[]) =>
  Object.entries(await contents(database)).flatMap(([table, lines]) =>
    lines.some((line) => ids.some((id) => line.includes(id))) ? [table] : [],
  );

test('a backup from before an erasure is refused, and as erased as the original once it was replayed', async (context) => {
  const { database, erase, require, replay } = await installation(context);
  const [gone, stays] = [await newPerson(database), await newPerson(database)];
  const [first, second] = stays.records;
  assert.ok(first && second);
  const restore = await snapshot(database);
  await erase({ kind: 'account', account: gone.account, devices: [gone.device] });
  await erase({ kind: 'records', account: stays.account, records: [first], batches: [] });
  await require();

  await restore();
  assert.ok((await tracesOf(database, gone.account)).length > 3, 'the backup brings everything back');
  await assert.rejects(require(), {
    name: 'ErasureError',
    message:
      /from before 2 erasures \(entries 1 to 2 .* restored from a backup; run “smseal erasures replay” before it is served/,
  });
  assert.deepEqual(await replay(), { entries: 2, replayed: 2 });
  await require();
  assert.deepEqual(await tracesOf(database, gone.account, gone.device), []);
  assert.deepEqual(await tracesOf(database, first.id), ['public.tombstone']);
  assert.deepEqual(await tracesOf(database, second.id), ['public.record']);
  const after = await contents(database);
  assert.deepEqual(await replay(), { entries: 2, replayed: 0 });
  assert.deepEqual(await contents(database), after, 'a second replay changes nothing');
});

test('a removed device comes back with a backup, and is shut out again by the replay', async (context) => {
  const { database, erase, require, replay } = await installation(context);
  const { account, device, records } = await newPerson(database);
  const stays = await newDevice(database, account);
  await wrapTo(database, account, device);
  const restore = await snapshot(database);
  await erase({ kind: 'removal', account, devices: [device] });
  assert.deepEqual(await wayIn(database, device), { credentials: 0, wraps: 0 });

  await restore();
  assert.deepEqual(await wayIn(database, device), { credentials: 1, wraps: 1 });
  await assert.rejects(require(), /from before an erasure/);
  assert.deepEqual(await replay(), { entries: 1, replayed: 1 });
  await require();
  assert.deepEqual(await wayIn(database, device), { credentials: 0, wraps: 0 });
  assert.equal((await wayIn(database, stays)).credentials, 1);
  assert.equal((await tracesOf(database, ...records.map(({ id }) => id))).length, 1, 'what it wrote stays');
  assert.deepEqual(await replay(), { entries: 1, replayed: 0 });
});

test('a removal that was cut off after the journal had it is carried on', async (context) => {
  const held = await testDatabase(context);
  const eraser = await eraserOf(held, context);
  const { database } = held;
  const { account, device } = await newPerson(database);
  await wrapTo(database, account, device);
  const matter = { kind: 'removal', account, devices: [device] } as const;
  const planned = { id: randomId(), kind: 'deletion', matter, progress: {} } as const;
  await announceErasure(database, planned, NOW);
  await appendErasure({ database, journal: eraser.journal, now: NOW }, planned);
  assert.deepEqual(await wayIn(database, device), { credentials: 1, wraps: 1 });
  assert.deepEqual([...(await advanceErasures(eraser))], []);
  assert.deepEqual(await wayIn(database, device), { credentials: 0, wraps: 0 });
});

test('a replay that is cut off goes on where it was', async (context) => {
  const { database, journal, erase, require, replay } = await installation(context);
  const people = [await newPerson(database), await newPerson(database), await newPerson(database)];
  const restore = await snapshot(database);
  for (const { account } of people) await erase({ kind: 'account', account, devices: [] });
  await restore();
  let left = 2;
  const cut = replayErasures({
    database,
    journal,
    now: NOW,
    onEntry: () => {
      if (--left === 0) throw new Error('cut off');
    },
  });
  await assert.rejects(cut, /cut off/);
  await assert.rejects(require(), /from before an erasure/);
  assert.deepEqual(await replay(), { entries: 3, replayed: 1 });
  await require();
  assert.deepEqual(await tracesOf(database, ...people.map(({ account }) => account)), []);
});

test('what a crash kept the database from noting is not taken for an old backup', async (context) => {
  const { database, erase, require, replay } = await installation(context);
  for (const until of ['announced', 'journal', 'noted'] as const) {
    const { account } = await newPerson(database);
    await erase({ kind: 'account', account, devices: [] }, until);
    await require();
  }
  assert.deepEqual(await replay(), { entries: 2, replayed: 0 });
});

test('a journal that is truncated, altered, of another database or missing is refused with the mend', async (context) => {
  const { database, erase, require, folder } = await installation(context);
  for (let i = 0; i < 3; i++)
    await erase({ kind: 'records', account: (await newHolder(database)).account, records: [], batches: [] });
  const names = readdirSync(folder).sort();
  const octets = names.map((name) => readFileSync(path.join(folder, name)));
  const put = () => names.forEach((name, i) => writeFileSync(path.join(folder, name), octets[i] ?? ''));
  const mend = /put the keyring's folder “erasures” back as it was/;

  rmSync(path.join(folder, names[2] ?? ''));
  await assert.rejects(require(), /ends at entry 2, and the database knows entry 3/);
  await assert.rejects(require(), mend);
  for (const name of names) rmSync(path.join(folder, name), { force: true });
  await assert.rejects(require(), /ends at entry 0, and the database knows entry 3/);
  put();
  await require();

  const last = JSON.parse(String(octets[2])) as Record<string, unknown>;
  writeFileSync(path.join(folder, names[2] ?? ''), `${JSON.stringify({ ...last, id: randomId() })}\n`);
  await assert.rejects(require(), /Entry 3 .* is another one than the database knows/);
  await assert.rejects(require(), mend);
  put();
  await sql`UPDATE erasure SET hash = ${randomBytes(32)} WHERE number = 2`.execute(database);
  await assert.rejects(require(), /Entry 2 .* set SMSEAL_KEYRING to this database's/);
});

test('a clock that was turned back is refused with the mend', async (context) => {
  const { database, erase, require } = await installation(context);
  await erase({ kind: 'records', account: (await newHolder(database)).account, records: [], batches: [] });
  await assert.rejects(
    require(NOW - 86_400_000),
    /The clock says 2026-11-21, and the newest erasure is of 2026-11-22; set the clock right/,
  );
  await require(NOW);
});
