import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateMeter } from '../../src/status/rate-meter.ts';

const NOW = Date.UTC(2026, 10, 25, 12);

test('counts each whole second, and leaves the one out that is not over', () => {
  const meter = new RateMeter(4);
  for (const ms of [0, 10, 1_000, 3_100, 3_200, 3_900]) meter.count(NOW + ms);
  assert.deepEqual(meter.perSecond(NOW + 3_950), [0, 2, 1, 0]);
  assert.deepEqual(meter.perSecond(NOW + 4_000), [2, 1, 0, 3]);
});

test('what is further back than it counts is forgotten, also after a long silence', () => {
  const meter = new RateMeter(3);
  meter.count(NOW);
  assert.deepEqual(meter.perSecond(NOW + 3_999), [1, 0, 0]);
  assert.deepEqual(meter.perSecond(NOW + 4_000), [0, 0, 0]);
  meter.count(NOW + 600_000);
  assert.deepEqual(meter.perSecond(NOW + 601_000), [0, 0, 1]);
});

test('a clock that goes back loses nothing and counts nothing twice', () => {
  const meter = new RateMeter(3);
  meter.count(NOW + 2_000);
  meter.count(NOW + 1_000);
  assert.deepEqual(meter.perSecond(NOW + 3_000), [0, 0, 2]);
});
