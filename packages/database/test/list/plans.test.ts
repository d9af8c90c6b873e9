import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { listPage } from '@smseal/database';
import type { Id } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { newAccount, newDevice } from '../sealed-account.ts';

const { database } = await testDatabase({ after });

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  Plans?: Plan[];
}

let account: Id;

before(async () => {
  account = await newAccount(database);
  for (const filled of [account, await newAccount(database)]) {
    const author = await newDevice(database, filled, 'gateway');
    for (const list of ['consents', 'suppressions']) {
      await sql`
        INSERT INTO list_key (account_id, list, version, author, epoch, head_count, envelope, account_enc, account_sealed,
          gateways, sealed, signature, count, digest, stored)
        VALUES (${filled}, ${list}, 1, ${author}, 1, 0, 'x', 'x', 'x', '{}', '', 'x', 5000, 'x', '2026-11-22')`.execute(
        database,
      );
      await sql`
        INSERT INTO list_segment (account_id, list, number, author, key_version, envelope, signature, stored)
        SELECT ${filled}, ${list}, i, ${author}, 1, ${randomBytes(300)}, 'x', '2026-11-22'
        FROM generate_series(0, 4999) AS i`.execute(database);
    }
  }
});

for (const analysed of [false, true])
  test(`a page of a list reads only what it answers, ${analysed ? 'with' : 'without'} statistics`, async () => {
    if (analysed) await sql`ANALYZE`.execute(database);
    const page = listPage({ account, list: 'suppressions', after: 3500, end: 5000 });
    const { rows } = await sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`
      EXPLAIN (ANALYZE, FORMAT JSON, TIMING off, COSTS off) ${page}`.execute(database);
    const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
    const [found] = rows[0]?.['QUERY PLAN'] ?? [];
    assert.ok(found);
    const plans = flat(found.Plan);
    const scans = plans.filter((plan) => plan['Relation Name']);
    assert.deepEqual(
      scans.map((plan) => [plan['Node Type'], plan['Index Name'], plan['Actual Rows']]),
      [['Index Scan', 'list_segment_pkey', 1000]],
    );
    assert.ok(!plans.some((plan) => plan['Node Type'].includes('Sort')), 'the index gives the order');
  });
