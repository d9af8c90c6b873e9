import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { addUsage, readUsage, releaseUsage, type UsageAddition } from '@smseal/database';
import { FEWEST_ACCOUNTS } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { usageProgram } from '../../src/usage/usage-program.ts';

const { database, url } = await testDatabase({ after });

function texts(day: string, given: Partial<UsageAddition> = {}): UsageAddition {
  return { metric: 'accepted-texts', dimension: 'ordinary', day, accounts: 40, added: 50_000, ...given };
}

async function sums(): Promise<unknown[]> {
  const { rows } = await sql`SELECT * FROM ops.usage_sum ORDER BY day, dimension`.execute(database);
  return rows;
}

test('the schema of sums has words, days and numbers, and nothing that could name anybody', async () => {
  const { rows } = await sql<{ name: string; type: string }>`
    SELECT table_name || '.' || column_name AS name, data_type AS type FROM information_schema.columns
    WHERE table_schema = 'ops' ORDER BY 1`.execute(database);
  assert.deepEqual(
    rows.map(({ name, type }) => `${name} ${type}`),
    [
      'usage_figure.dimension text',
      'usage_figure.figure bigint',
      'usage_figure.metric text',
      'usage_figure.week date',
      'usage_sum.accounts integer',
      'usage_sum.day date',
      'usage_sum.dimension text',
      'usage_sum.metric text',
      'usage_sum.total bigint',
    ],
  );
});

test('of two processes that may have met the same accounts only the larger number counts', async () => {
  await addUsage(database, [texts('2026-11-10', { accounts: 12, added: 70 })]);
  await addUsage(database, [texts('2026-11-10', { accounts: 15, added: 30 })]);
  await addUsage(database, [texts('2026-11-10', { accounts: 13, added: 1 })]);
  assert.deepEqual(await sums(), [
    { metric: 'accepted-texts', dimension: 'ordinary', day: '2026-11-10', accounts: 15, total: 101 },
  ]);
  await sql`DELETE FROM ops.usage_sum`.execute(database);
});

test('a week is told a day after its Sunday, once, and its sums are gone with that', async () => {
  await addUsage(database, [
    texts('2026-11-09'),
    texts('2026-11-15', { dimension: 'codes', accounts: FEWEST_ACCOUNTS - 1, added: 900 }),
    texts('2026-11-15', { dimension: 'marketing', accounts: 90, added: 61_234 }),
    texts('2026-11-16'),
  ]);
  await releaseUsage(database, '2026-11-16');
  assert.deepEqual(await readUsage(database), []);
  await releaseUsage(database, '2026-11-17');
  const told = await readUsage(database);
  const textsOf = () =>
    Object.fromEntries(
      told
        .filter(({ metric }) => metric === 'accepted-texts')
        .map(({ dimension, figure }) => [dimension, figure]),
    );
  assert.deepEqual(textsOf(), { codes: null, ordinary: null, marketing: 60_000, together: 90_000 });
  assert.ok(told.every(({ week }) => week === '2026-11-09'));
  assert.deepEqual(await sums(), [
    { metric: 'accepted-texts', dimension: 'ordinary', day: '2026-11-16', accounts: 40, total: 50_000 },
  ]);
  // Somebody comes late, with accounts enough.
  await addUsage(database, [texts('2026-11-10', { dimension: 'codes', accounts: 500, added: 80_000 })]);
  await releaseUsage(database, '2026-11-18');
  assert.deepEqual(await readUsage(database), told, 'there is no second look at a week');
  assert.equal((await sums()).length, 1);
});

test('`smseal usage` shows what was told, and says of what is not that it is not', async () => {
  const lines: string[] = [];
  const given = { home: '/nonexistent', databaseUrl: url, print: (line: string) => void lines.push(line) };
  await usageProgram({ ...given, json: false });
  assert.deepEqual(lines.slice(0, 4), [
    'Week of 2026-11-09',
    '  Accounts in use, a day',
    '    any          not told: fewer than 20 accounts',
    '  Texts taken to be sent, a week',
  ]);
  assert.ok(lines.includes('    marketing    60,000 or more'));
  lines.length = 0;
  await usageProgram({ ...given, json: true });
  assert.deepEqual(JSON.parse(lines[0] ?? ''), await readUsage(database));
});
