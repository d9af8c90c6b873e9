import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { dueBatches, feedPage, lockRecords, ownBatchesPage, plainRows, recordsByDay } from '@smseal/database';
import type { Id } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { sql, type RawBuilder } from 'kysely';
import { newAccount, newDevice, NOW, randomId } from '../sealed-account.ts';

const { database } = await testDatabase({ after });

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** The plan that PostgreSQL makes of the very statement that production runs, flattened. */
async function planOf(statement: RawBuilder<unknown>): Promise<Plan[]> {
  const { rows } = await sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`
    EXPLAIN (ANALYZE, FORMAT JSON, TIMING off, COSTS off) ${statement}`.execute(database);
  const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
  const [found] = rows[0]?.['QUERY PLAN'] ?? [];
  assert.ok(found);
  return flat(found.Plan);
}

function scans(plans: Plan[]): string[] {
  return plans
    .filter((plan) => plan['Relation Name'])
    .map((plan) => `${plan['Node Type']} ${plan['Index Name']}`);
}

let account: Id;
let phone: Id;

before(async () => {
  account = await newAccount(database);
  phone = await newDevice(database, account);
  for (const filled of [account, await newAccount(database)]) {
    await sql`
      INSERT INTO record (account_id, seq, author_seq, version, epoch, day, stored, kind, id, author, conversation, envelope)
      SELECT ${filled}, i, i, 1, 1, '2026-11-22'::date - i / 40, '2026-11-22', 'message',
        left(md5(i::text), 22), ${phone}, ${randomId()}, ${Buffer.concat([Buffer.of(1), randomBytes(199)])}
      FROM generate_series(1, 20000) AS i`.execute(database);
    await sql`
      INSERT INTO batch (account_id, id, seq, posted, target, author, epoch, priority, expires, count, envelope,
        account_enc, account_sealed, signature, states, waiting, paused, stored)
      SELECT ${filled}, left(md5(i::text), 22), i, i, ${phone}, ${phone}, 1, i % 10, '2099-01-01', 1, 'x',
        'x', 'x', 'x', '\\x04', CASE WHEN i > 2900 THEN 1 ELSE 0 END, i % 2 = 0, '2026-11-22'
      FROM generate_series(1, 3000) AS i`.execute(database);
  }
});

for (const analysed of [false, true]) {
  const when = analysed ? 'with fresh statistics' : 'right after a first sync';

  test(`the change feed reads only what it answers, ${when}`, async () => {
    if (analysed) await sql`ANALYZE`.execute(database);
    const plans = await planOf(feedPage('record', { account, since: 15_000, limit: 100 }));
    assert.deepEqual(scans(plans), ['Index Scan record_feed']);
    assert.equal(plans.find((plan) => plan['Relation Name'])?.['Actual Rows'], 100);
  });

  test(`a cold-start page reads only what it answers, ${when}`, async () => {
    const page = { account, kind: 'message' as const, limit: 100 };
    const first = await planOf(recordsByDay({ ...page, after: null }));
    assert.deepEqual(scans(first), ['Index Scan record_day']);
    const after = { day: '2026-01-01', id: 'f'.repeat(22) };
    const later = await planOf(recordsByDay({ ...page, after }));
    assert.deepEqual(scans(later), ['Index Scan record_day', 'Index Scan record_day']);
    for (const plan of later.filter((one) => one['Relation Name']))
      assert.ok((plan['Actual Rows'] ?? 0) <= 100, 'no page begins at the beginning of its day');
  });

  test(`records are looked up by their keys, ${when}`, async () => {
    const records = Array.from({ length: 1000 }, () => ({ kind: 'message', id: randomId() }));
    assert.deepEqual(scans(await planOf(lockRecords(account, records))), ['Index Scan record_pkey']);
  });

  test(`records in plain are found without looking at others, ${when}`, async () => {
    const plans = await planOf(plainRows(account, 100));
    assert.deepEqual(scans(plans), ['Index Scan record_plain']);
    assert.equal(plans.find((plan) => plan['Relation Name'])?.['Actual Rows'], 0);
  });

  test(`a lease reads due batches in their order, ${when}`, async () => {
    const plans = await planOf(dueBatches({ account, device: phone, target: phone, limit: 10, now: NOW }));
    assert.deepEqual(scans(plans), ['Index Scan batch_due']);
    assert.ok(!plans.some((plan) => plan['Node Type'].includes('Sort')), 'the index gives the order');
    assert.ok(!plans.some((plan) => plan['Rows Removed by Filter']), 'paused ones are not looked at');
  });

  test(`a page of a device’s own batches reads only what it answers, ${when}`, async () => {
    const plans = await planOf(ownBatchesPage({ account, authors: [phone], before: 2_000, limit: 50 }));
    const batches = plans.find((plan) => plan['Relation Name'] === 'batch');
    assert.deepEqual([batches?.['Index Name'], batches?.['Actual Rows']], ['batch_feed', 50]);
  });
}
