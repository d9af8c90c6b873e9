import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstKeptDay, keptDays, lastGoneInstant, utcDay } from '../src/index.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261126);

test('a text kept for one day is there to the end of the next day, and gone when the day after begins', () => {
  const kept = (now: string) => '2026-03-01' >= firstKeptDay(Date.parse(now), 1);
  assert.equal(kept('2026-03-02T23:59:59.999Z'), true);
  assert.equal(kept('2026-03-03T00:00:00.000Z'), false);
});

test('days are UTC days, over month, year and leap day', () => {
  assert.equal(utcDay(Date.parse('2026-11-22T23:59:59.999Z')), '2026-11-22');
  assert.equal(firstKeptDay(Date.parse('2028-03-01T12:00:00Z'), 1), '2028-02-29');
  assert.equal(firstKeptDay(Date.parse('2027-01-01T00:00:00Z'), 3650), '2017-01-03');
});

test('every day since 1970 has the name that the calendar gives it', () => {
  for (let at = 0; at < Date.parse('2101-01-01'); at += 86_400_000)
    assert.equal(utcDay(at), new Date(at).toISOString().slice(0, 10));
});

test('something kept for 30 days is gone at the tick and there one tick before', () => {
  const written = Date.parse('2026-01-01T00:00:00Z');
  const keep = 30 * 86_400_000;
  assert.ok(written <= lastGoneInstant(written + keep, keep));
  assert.ok(written > lastGoneInstant(written + keep - 1, keep));
});

test(`a chosen number of days counts as the nearest within the bounds, which itself is left as it is (seed ${SEED})`, () => {
  const bounds = fc
    .tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 5000 }))
    .map(([min, more]) => ({ min, max: min + more }));
  fc.assert(
    fc.property(bounds, fc.integer({ min: -10_000, max: 20_000 }), (within, days) => {
      const kept = keptDays(days, within);
      assert.ok(kept >= within.min && kept <= within.max);
      assert.equal(keptDays(kept, within), kept);
      if (days >= within.min && days <= within.max) assert.equal(kept, days);
      else assert.equal(kept, days < within.min ? within.min : within.max);
    }),
    { seed: SEED },
  );
});
