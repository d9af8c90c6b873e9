import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, addMonths, addWorkingDays, startOfDay, utcDay } from '../../src/index.ts';

const DAY_MS = 86_400_000;
const instants = fc.integer({ min: 0, max: Date.UTC(2300, 0, 1) });
const isoDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

test('days are those of the calendar, leap years and centuries included', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      assert.equal(utcDay(instant), isoDay(instant));
      assert.equal(startOfDay(utcDay(instant)), Math.floor(instant / DAY_MS) * DAY_MS);
    }),
  );
});

test('what is no day is refused', () => {
  for (const day of [
    '2026-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '1969-12-31',
    'soon',
  ])
    assert.throws(() => startOfDay(day), /is no day/, day);
});

test('a month later is the same date, or the last of a month that has none', () => {
  const cases = [
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-01-15', 1, '2026-02-15'],
    ['2026-02-28', 1, '2026-03-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-11-30', 14, '2028-01-30'],
  ] as const;
  for (const [day, months, then] of cases) assert.equal(addMonths(day, months), then, `${day} + ${months}`);
});

test('working days leave out what lies on a weekend', () => {
  // 2026-11-27 is a Friday.
  assert.equal(addWorkingDays('2026-11-27', 1), '2026-11-30');
  assert.equal(addWorkingDays('2026-11-28', 1), '2026-11-30');
  assert.equal(addWorkingDays('2026-11-27', 10), '2026-12-11');
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 40 }), (instant, days) => {
      const end = startOfDay(addWorkingDays(utcDay(instant), days));
      assert.ok(![0, 6].includes(new Date(end).getUTCDay()));
    }),
  );
  assert.equal(addDays('2027-02-27', 2), '2027-03-01');
});
