import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { keysProgram } from '@smseal/database';
import { tendKeys } from '../../src/keys/tend-keys.ts';
import { seedAccount, seedDevice, seedSession, testServer } from '../test-server.ts';

let now = new Date('2026-11-22T23:30:00Z');
const one = await testServer({ after }, { now: () => now });
/** Another process of the same service. */
const two = await testServer({ after }, { now: () => now, on: one });
const folder = await mkdtemp(path.join(tmpdir(), 'smseal-tend-'));
after(() => rm(folder, { recursive: true }));

const dayFiles = async () => (await one.keyring.list()).filter((name) => name.startsWith('day.'));

test('each day has a new key, while requests go on at every server', async () => {
  const account = await seedAccount(one.database);
  const headers = await seedSession(one.database, account, { email: 'ann@example.org' });
  const { token } = await seedDevice(one.database, account, { can: ['read'] });
  for (const day of ['2026-11-22', '2026-11-23', '2026-11-24']) {
    await tendKeys(one.deps, now);
    await tendKeys(two.deps, now);
    const files = await dayFiles();
    assert.deepEqual(
      files.map((name) => name.slice(4, 14)),
      [day],
    );
    for (const server of [one, two]) {
      const { status, body } = await server.call('GET', '/v1/session', { headers });
      assert.deepEqual([status, body['email']], [200, 'ann@example.org']);
      assert.equal((await server.call('GET', '/v1/keys', { token })).status, 200);
    }
    now = new Date(now.getTime() + 86_400_000);
  }
});

test('each hour the key table and the escrow are as the keys are', async () => {
  const [file, kit] = [path.join(folder, 'escrow'), path.join(folder, 'kit')];
  const keyring = `file:${one.keyring.where}`;
  const around = { home: folder, databaseUrl: one.databaseUrl, keyring, print: () => undefined };
  await keysProgram(['escrow', '--to', file, '--kit', kit], { ...around, now: () => now.getTime() });
  now = new Date(now.getTime() + 3_600_000);
  await tendKeys(one.deps, now);
  assert.ok((await readFile(file, 'utf8')).includes(now.toISOString()));
  const tables = await Promise.all(['table.1', 'table.2'].map((name) => one.keyring.read(name)));
  const written = tables.map((table) =>
    Date.parse(/^smseal key table 1 (\S+)/.exec(String(table))?.[1] ?? ''),
  );
  // Each copy says a moment later than the one before, also where the clock stood still.
  assert.ok(Math.max(...written) >= now.getTime() && Math.max(...written) < now.getTime() + 1_000);
});

test('an account deleted at one server is closed at the others', async () => {
  const account = await seedAccount(one.database);
  const headers = await seedSession(one.database, account, { email: 'bo@example.org' });
  assert.equal((await two.call('GET', '/v1/session', { headers })).status, 200);
  const body = { email: 'bo@example.org' };
  assert.equal((await one.call('DELETE', '/v1/account', { headers, body })).status, 200);
  const left = await one.database
    .selectFrom('account_key')
    .select('account_id')
    .where('account_id', '=', account)
    .execute();
  assert.deepEqual(left, []);
  assert.equal((await two.call('GET', '/v1/session', { headers })).status, 401);
});
