import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Capability, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { everyHour } from '../../src/retention/housekeeping.ts';
import { batch, contents, startEpoch } from '../sealed-things.ts';
import { seedAccount, seedDevice, testServer, type SeededDevice } from '../test-server.ts';

const DAY_MS = 86_400_000;
/** A Monday. */
let now = Date.parse('2026-11-23T10:00:00Z');
const server = await testServer({ after }, { now: () => new Date(now) });
const { database, deps } = server;

interface Holder {
  account: Id;
  phone: SeededDevice;
}

async function newHolder(): Promise<Holder> {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const can: Capability[] = ['read', 'send', 'deliver'];
  return { account, phone: await seedDevice(database, account, { platform: 'phone', can }) };
}

async function post({ phone }: Holder, given: { count: number; priority: number }): Promise<number> {
  const body = batch(phone.id, phone.id, { ...given, expires: new Date(now + 3_600_000).toISOString() });
  const path = '/v1/outbox/batches';
  const { status } = await server.call('POST', path, { token: phone.token, body });
  await server.call('POST', path, { token: phone.token, body });
  return status;
}

/** The sums of a metric by dimension: accounts and total. */
async function sumsOf(metric: string): Promise<Record<string, [number, number]>> {
  await Promise.all([deps.usage.save(), deps.usage.save()]);
  const { rows } = await sql<{ dimension: string; accounts: number; total: number }>`
    SELECT dimension, accounts, total FROM ops.usage_sum WHERE metric = ${metric}`.execute(database);
  return Object.fromEntries(rows.map(({ dimension, accounts, total }) => [dimension, [accounts, total]]));
}

test('texts are counted as they are taken, once, up to a thousand an account and day', async () => {
  const [large, small] = [await newHolder(), await newHolder()];
  assert.equal(await post(large, { count: 700, priority: 9 }), 202);
  assert.equal(await post(large, { count: 700, priority: 9 }), 202);
  assert.equal(await post(small, { count: 3, priority: 9 }), 202);
  assert.equal(await post(small, { count: 2, priority: 0 }), 202);
  assert.deepEqual(await sumsOf('accepted-texts'), { marketing: [2, 1_003], codes: [1, 2] });
  const body = batch(large.phone.id, small.phone.id);
  assert.notEqual(
    (await server.call('POST', '/v1/outbox/batches', { token: large.phone.token, body })).status,
    202,
  );
  assert.deepEqual(await sumsOf('accepted-texts'), { marketing: [2, 1_003], codes: [1, 2] });
});

test('an account is in use once a day, and requests that were refused or are of nobody are not counted', async () => {
  const before = (await sumsOf('active-accounts'))['any'] ?? [0, 0];
  const { phone } = await newHolder();
  for (let times = 0; times < 3; times++)
    await server.call('GET', '/v1/changes?since=0', { token: phone.token });
  const content = (await sumsOf('requests'))['content'] ?? [0, 0];
  assert.deepEqual((await sumsOf('active-accounts'))['any'], [before[0] + 1, before[1] + 1]);
  await server.call('GET', '/v1/records?kind=nothing', { token: phone.token });
  await server.call('GET', '/v1/changes?since=0', {});
  await server.call('GET', '/healthz');
  assert.deepEqual((await sumsOf('requests'))['content'], content);
});

test('no row says which account it was, and with the day the server forgets it, too', async () => {
  const holder = await newHolder();
  await server.call('GET', '/v1/changes?since=0', { token: holder.phone.token });
  await deps.usage.save();
  const rows = await contents(database);
  for (const [table, lines] of Object.entries(rows))
    if (table.startsWith('ops.'))
      for (const line of lines)
        assert.match(line, /^\([a-z-]+,[a-z]+,\d{4}-\d{2}-\d{2},\d+,\d+\)$/, 'two words, a day, two numbers');
  now += DAY_MS;
  await server.call('GET', '/v1/changes?since=0', { token: holder.phone.token });
  await deps.usage.save();
  const { rows: days } = await sql<{ accounts: number }>`
    SELECT accounts FROM ops.usage_sum WHERE metric = 'active-accounts' ORDER BY day`.execute(database);
  assert.deepEqual(days.at(-1), { accounts: 1 }, 'the next day begins with nobody');
});

test('housekeeping makes the figures of a week, and few accounts are not told of', async () => {
  now = Date.parse('2026-12-01T00:30:00Z');
  await everyHour(deps, new Date(now));
  const { rows } = await sql<{ figure: number | null }>`SELECT figure FROM ops.usage_figure`.execute(
    database,
  );
  assert.ok(rows.length > 0);
  assert.ok(rows.every(({ figure }) => figure === null));
  const { rows: left } = await sql`SELECT FROM ops.usage_sum`.execute(database);
  assert.equal(left.length, 0);
});
