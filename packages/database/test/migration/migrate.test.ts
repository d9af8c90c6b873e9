import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { migrate, readMigrations } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';

const { url, database } = await testDatabase({ after });

test('a second start finds everything done', async () => {
  assert.deepEqual(await migrate(url), []);
});

test('servers that start together run each migration once', async () => {
  const next = [{ name: '9001-probe.sql', sql: 'CREATE TABLE probe_once (account_id text PRIMARY KEY)' }];
  const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(url, next)));
  assert.deepEqual(ran.flat(), ['9001-probe.sql']);
});

test('a migration that fails leaves nothing behind and says its name', async () => {
  const broken = [{ name: '9002-broken.sql', sql: 'CREATE TABLE probe_half (x int); SELECT nothing_here' }];
  await assert.rejects(migrate(url, broken), /9002-broken\.sql failed: column "nothing_here"/);
  const { rows } = await sql`SELECT 1 FROM pg_tables WHERE tablename = 'probe_half'`.execute(database);
  assert.equal(rows.length, 0);
});

test('migrations are numbered without repeats', async () => {
  const names = (await readMigrations()).map(({ name }) => name.slice(0, 4));
  assert.deepEqual(names, [...new Set(names)].sort());
});
