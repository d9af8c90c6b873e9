import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REGIMES, RIGHTS, type RegimeId, type Right } from '@smseal/inventory';
import {
  addDays,
  confirmedBy,
  deadline,
  deadlineByLaw,
  endOfTerm,
  isOver,
  regimesOf,
  startOfDay,
} from '../../src/index.ts';

const ALL = Object.keys(REGIMES) as RegimeId[];
const EVERY_RIGHT = Object.keys(RIGHTS) as Right[];
/** Four years, one of them a leap year. */
const DAYS = Array.from({ length: 1_461 }, (_, i) => addDays('2025-01-01', i));

test('thirty days end after a month on 120 of 1,461 days, and the earlier of the two counts on each', () => {
  const later = DAYS.filter((day) => endOfTerm({ days: 30 }, day) > endOfTerm({ months: 1 }, day));
  assert.equal(later.length, 120);
  for (const day of DAYS) {
    const end = deadline(['gdpr'], 'access', day);
    assert.ok(end <= endOfTerm({ days: 30 }, day) && end <= endOfTerm({ months: 1 }, day), day);
  }
  assert.equal(deadline(['gdpr'], 'access', '2026-01-31'), '2026-02-28');
  assert.equal(deadline(['gdpr'], 'access', '2026-03-01'), '2026-03-31');
});

test('nobody is answered later than any of their laws allows, and a law more never makes it later', () => {
  for (const day of DAYS)
    for (const right of EVERY_RIGHT) {
      const end = deadline(ALL, right, day);
      for (const regime of ALL) {
        assert.ok(end <= deadlineByLaw(regime, right, day), `${regime} ${right} ${day}`);
        assert.ok(end <= deadline([regime], right, day), `${regime} ${right} ${day}`);
      }
    }
});

test('a law that is quicker than the promise counts', () => {
  assert.equal(deadline(regimesOf('BR'), 'erasure', '2026-06-01'), '2026-06-16');
  assert.equal(deadline(regimesOf('DE'), 'erasure', '2026-06-01'), '2026-07-01');
  // Fifteen working days from a Monday on.
  assert.equal(deadline(['ccpa'], 'opt-out', '2026-06-01'), '2026-06-22');
  assert.equal(confirmedBy(['gdpr'], '2026-06-01'), null);
  assert.equal(confirmedBy(['gdpr', 'ccpa'], '2026-06-01'), '2026-06-15');
});

test('the last day belongs to the term, to its end', () => {
  assert.equal(isOver('2026-02-28', startOfDay('2026-03-01') - 1), false);
  assert.equal(isOver('2026-02-28', startOfDay('2026-03-01')), true);
});

test('the law follows from where somebody lives, and in doubt all of them count', () => {
  const always: RegimeId[] = ['gdpr', 'ccpa'];
  const cases: [residence: string | null, laws: RegimeId[]][] = [
    ['DE', always],
    ['fr', always],
    ['NO', always],
    ['GB', ['gdpr', 'uk-gdpr', 'ccpa']],
    ['RS', ['gdpr', 'zzpl', 'ccpa']],
    ['CH-ZH', ['gdpr', 'fadp', 'ccpa']],
    ['US-CA', always],
    ['BR', ['gdpr', 'lgpd', 'ccpa']],
    ['US', ALL],
    ['US-NY', ALL],
    ['JP', ALL],
    ['nowhere', ALL],
    [null, ALL],
  ];
  for (const [residence, laws] of cases) assert.deepEqual(regimesOf(residence), laws, String(residence));
});
