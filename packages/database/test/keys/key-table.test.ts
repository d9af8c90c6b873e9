import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { exportKeyTable, findHolder, restoreKeyTable, rotateKeys, startKeys } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { DAY_MS, erase, newHolder } from './key-story.ts';

const { database, keyring } = await testDatabase({ after });
const NOW = Date.parse('2026-11-22T12:00:00Z');

/** Puts tables back as they were, as the restoring of a backup does; `table` alone, without what hangs on it. */
async function backup() {
  const tables = ['account', 'day_key', 'account_key', 'data_key', 'identity.holder'] as const;
  const held = await Promise.all(
    tables.map(async (table) => ({ table, rows: await database.selectFrom(table).selectAll().execute() })),
  );
  return async () => {
    await sql`TRUNCATE day_key, account CASCADE`.execute(database);
    for (const { table, rows } of held) await database.insertInto(table).values(rows).execute();
    database.keys.close();
  };
}

test('a restored backup opens with today’s key table, and what was erased since stays closed', async () => {
  const [gone, stays] = [await newHolder(database), await newHolder(database)];
  await rotateKeys({ database, keyring, now: NOW - DAY_MS });
  const restore = await backup();
  const later = await newHolder(database);
  await erase(database, gone.account);
  await rotateKeys({ database, keyring, now: NOW });
  assert.ok((await exportKeyTable({ database, keyring, now: NOW + 1000 })) > 5);

  await restore();
  await assert.rejects(startKeys(database, keyring, NOW), /run “smseal keys restore”/);
  const restored = await restoreKeyTable({ database, keyring });
  assert.deepEqual(restored, { at: new Date(NOW + 1000).toISOString(), accounts: 1, closed: 1 });
  await startKeys(database, keyring, NOW);
  assert.deepEqual(await findHolder(database, { email: stays.email, mobile: null }), stays);
  await assert.rejects(findHolder(database, { email: gone.email, mobile: null }), { name: 'KeyDestroyed' });
  assert.equal(await findHolder(database, { email: later.email, mobile: null }), null);
});

test('two copies take turns, and a torn one leaves the other', async () => {
  const copies = async () => (await keyring.list()).filter((name) => name.startsWith('table.'));
  for (const hour of [1, 2, 3]) await exportKeyTable({ database, keyring, now: NOW + hour * 3_600_000 });
  assert.deepEqual(await copies(), ['table.1', 'table.2']);
  const newest = (await keyring.read('table.2'))?.toString().includes('T15:') ? 'table.2' : 'table.1';
  await writeFile(path.join(keyring.where, newest), randomBytes(500));
  const { at } = await restoreKeyTable({ database, keyring });
  assert.equal(at, new Date(NOW + 2 * 3_600_000).toISOString());
  await exportKeyTable({ database, keyring, now: NOW + 4 * 3_600_000 });
  assert.ok(
    (await keyring.read(newest))?.toString().startsWith('smseal key table'),
    'the torn one goes first',
  );
  for (const name of await copies()) await keyring.destroy(name);
  await assert.rejects(restoreKeyTable({ database, keyring }), /holds no whole copy of the key table/);
});
