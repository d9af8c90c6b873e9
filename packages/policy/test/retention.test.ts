import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstKeptDay, lastGoneInstant, utcDay } from '../src/index.ts';

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
