import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { ClockWatch } from '../../src/retention/clock-watch.ts';
import { everyHour } from '../../src/retention/housekeeping.ts';
import { startJobs } from '../../src/retention/jobs.ts';
import { batch, contents, startEpoch } from '../sealed-things.ts';
import { seedAccount, seedDevice, testServer } from '../test-server.ts';

const LONG_MS = 30_000;
let now = Date.now();
const server = await testServer({ after }, { now: () => new Date(now) });
const { database } = server;

/** Waits until something is so. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LONG_MS;
  while (!(await holds().catch(() => false))) {
    assert.ok(Date.now() < end, 'it never came to be');
    await sleep(50);
  }
}

async function states(): Promise<number[]> {
  const rows = await database.selectFrom('batch').select('states').execute();
  return rows.flatMap((row) => [...row.states]);
}

test('housekeeping runs by itself, comes back after the database was away, and ends when told', async (t) => {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const phone = await seedDevice(database, account, { can: ['send', 'deliver'] });
  const body = batch(phone.id, phone.id, { expires: new Date(now + 60_000).toISOString() });
  assert.equal((await server.call('POST', '/v1/outbox/batches', { token: phone.token, body })).status, 202);
  const before = await states();
  const jobs = startJobs(server.deps);
  t.after(() => jobs.stop());
  const run = () => sql`SELECT graphile_worker.add_job('every-minute')`.execute(database);
  await until(() => run().then(() => true));
  // All connections of the worker break, as when PostgreSQL is restarted.
  await sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`.execute(database);
  now += 60_000;
  await until(() => run().then(async () => (await states()).join() !== before.join()));
  const { body: page } = await server.call<{ batches: { states: string[] }[] }>('GET', '/v1/outbox/batches', {
    token: (await seedDevice(database, account, { can: ['read'] })).token,
  });
  assert.deepEqual(
    page.batches.map((one) => one.states),
    [['expired', 'expired']],
  );
  await jobs.stop();
});

test('a clock that was turned back is told of once, and nothing is destroyed early by it', async () => {
  const watch = new ClockWatch(server.deps);
  const told = () => server.lines.filter((line) => line.includes('turned back')).length;
  await sql`
    INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
    VALUES ('every-hour', ${new Date(now)}, ${new Date(now)})
    ON CONFLICT (identifier) DO UPDATE SET last_execution = excluded.last_execution`.execute(database);
  await watch.look();
  assert.equal(told(), 0);
  const before = await contents(database);
  now -= 3 * 86_400_000;
  await watch.look();
  await watch.look();
  assert.equal(told(), 1);
  await everyHour(server.deps, new Date(now));
  assert.deepEqual(await contents(database), before);
  now += 3 * 86_400_000;
  await watch.look();
  now -= 3 * 86_400_000;
  await watch.look();
  assert.equal(told(), 2, 'once for each time');
  now += 3 * 86_400_000;
});
