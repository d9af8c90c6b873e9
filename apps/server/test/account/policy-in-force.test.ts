import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyVersion } from '@smseal/inventory';
import { policyHash, refuseBeforeItsDay } from '../../src/account/policy-in-force.ts';

const DRAFT: PolicyVersion = {
  number: 1,
  change: 'first',
  published: '2026-11-26',
  effective: '2026-11-26',
  hash: null,
};
const OWN = policyHash();

test('a draft is what the software does, from its day on', () => {
  assert.match(OWN, /^[0-9a-f]{64}$/);
  assert.throws(() => refuseBeforeItsDay(Date.UTC(2026, 10, 26) - 1, [DRAFT]), /counts from 2026-11-26 on/);
  assert.doesNotThrow(() => refuseBeforeItsDay(Date.UTC(2026, 10, 26), [DRAFT]));
});

test('software of an announced version does not start one tick before its day', () => {
  const first: PolicyVersion = { ...DRAFT, hash: 'a'.repeat(64) };
  const next: PolicyVersion = {
    number: 2,
    change: 'material',
    published: '2027-01-15',
    effective: '2027-02-14',
    hash: OWN,
  };
  const day = Date.UTC(2027, 1, 14);
  assert.throws(() => refuseBeforeItsDay(day - 1, [first, next]), /version 2 .* counts from 2027-02-14 on/);
  assert.doesNotThrow(() => refuseBeforeItsDay(day, [first, next]));
  // Software of the version before goes on while the next is announced, and after.
  const before: PolicyVersion = { ...first, hash: OWN };
  const announced: PolicyVersion = { ...next, hash: 'b'.repeat(64) };
  for (const now of [day - 1, day]) assert.doesNotThrow(() => refuseBeforeItsDay(now, [before, announced]));
});

test('software whose policy was never announced does not start', () => {
  assert.throws(
    () => refuseBeforeItsDay(Date.UTC(2027, 5, 1), [{ ...DRAFT, hash: 'a'.repeat(64) }]),
    /never announced/,
  );
});
