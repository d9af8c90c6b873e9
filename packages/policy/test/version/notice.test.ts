import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangeClass, PolicyVersion, Weight } from '@smseal/inventory';
import { earliestDay, faultsOfVersion, hasBegun, mayBeCalled, startOfDay } from '../../src/index.ts';

const FIRST: PolicyVersion = {
  number: 1,
  change: 'first',
  published: '2026-12-01',
  effective: '2026-12-01',
  hash: 'a'.repeat(64),
};

function second(given: Partial<PolicyVersion>): PolicyVersion {
  const change = given.change ?? 'material';
  const published = given.published ?? '2027-01-15';
  const effective = earliestDay(change, published);
  return { number: 2, change, published, effective, hash: 'b'.repeat(64), ...given };
}

test('a version counts from its day on, and not one tick before', () => {
  const days: [ChangeClass, string][] = [
    ['minor', '2027-01-29'],
    ['material', '2027-02-14'],
    ['protective', '2027-01-15'],
    ['law', '2027-01-15'],
  ];
  for (const [change, day] of days) {
    const version = second({ change });
    assert.equal(version.effective, day, change);
    assert.equal(hasBegun(version, startOfDay(day) - 1), false, change);
    assert.equal(hasBegun(version, startOfDay(day)), true, change);
  }
});

test('a version whose day is too early does not count before its notice is over, whatever it says', () => {
  const hasty = second({ effective: '2027-01-16' });
  assert.equal(hasBegun(hasty, startOfDay('2027-02-14') - 1), false);
  assert.equal(hasBegun(hasty, startOfDay('2027-02-14')), true);
  const patient = second({ effective: '2027-04-01' });
  assert.equal(hasBegun(patient, startOfDay('2027-04-01') - 1), false);
});

test('a version cannot be called less grave than its changes are', () => {
  const allowed: Record<Weight, ChangeClass[]> = {
    material: ['material', 'law'],
    minor: ['minor', 'material', 'law'],
    protective: ['minor', 'material', 'protective', 'law'],
  };
  const all: ChangeClass[] = ['first', 'minor', 'material', 'protective', 'law'];
  for (const [weight, names] of Object.entries(allowed))
    assert.deepEqual(
      all.filter((change) => mayBeCalled(change, weight as Weight)),
      names,
      weight,
    );
});

test('a version that is in order has no fault', () => {
  assert.deepEqual(faultsOfVersion({ before: null, version: FIRST, weight: null }), []);
  assert.deepEqual(faultsOfVersion({ before: null, version: { ...FIRST, hash: null }, weight: null }), []);
  assert.deepEqual(faultsOfVersion({ before: FIRST, version: second({}), weight: 'material' }), []);
  const forced = second({ change: 'law', law: '(EU) 2030/1' });
  assert.deepEqual(faultsOfVersion({ before: FIRST, version: forced, weight: 'material' }), []);
});

test('each fault of a version is said in a sentence', () => {
  const cases: [given: Partial<PolicyVersion>, weight: Weight, says: RegExp][] = [
    [{ effective: '2027-02-13' }, 'material', /announced on 2027-01-15 it may on 2027-02-14/],
    [{ change: 'minor' }, 'material', /called minor, and its changes are material/],
    [{ change: 'protective' }, 'minor', /called protective, and its changes are minor/],
    [{ change: 'first' }, 'minor', /is called first/],
    [{ change: 'law' }, 'material', /has to name the law/],
    [{ law: '(EU) 2030/1' }, 'material', /only such a one may/],
    [{ number: 3 }, 'material', /does not follow/],
    [{ hash: null }, 'material', /only the first may be one/],
    [{ published: '2026-11-01', effective: '2026-12-31' }, 'material', /announced before version 1/],
  ];
  for (const [given, weight, says] of cases) {
    const faults = faultsOfVersion({ before: FIRST, version: second(given), weight });
    assert.equal(faults.length, 1, faults.join(' '));
    assert.match(faults[0] ?? '', says);
  }
  const onDraft = faultsOfVersion({
    before: { ...FIRST, hash: null },
    version: second({}),
    weight: 'material',
  });
  assert.match(onDraft.join(' '), /follows a draft/);
  const late = { ...FIRST, effective: '2027-06-01' };
  assert.match(
    faultsOfVersion({ before: late, version: second({}), weight: 'material' }).join(' '),
    /is to count before version 1/,
  );
});
