import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Quota } from '../../src/http/quota.ts';

const AT = 1_764_000_000_000;

test('what is left is told with every answer, and comes back as time passes', () => {
  const quota = new Quota({ name: 'texts', limit: 60, seconds: 60 });
  assert.equal(quota.policy, '"texts";q=60;w=60');
  assert.deepEqual(quota.take('key', AT, 50), { left: '"texts";r=10;t=50', retryAfter: null });
  assert.deepEqual(quota.take('key', AT, 20), { left: '"texts";r=10;t=50', retryAfter: 10 });
  assert.deepEqual(quota.take('key', AT + 10_000, 20), { left: '"texts";r=0;t=60', retryAfter: null });
  assert.deepEqual(quota.take('other', AT, 60).retryAfter, null, 'each API key has its own');
});

test('a clock that goes back gives nothing and takes nothing', () => {
  const quota = new Quota({ name: 'texts', limit: 10, seconds: 10 });
  quota.take('key', AT, 10);
  assert.equal(quota.take('key', AT - 60_000).retryAfter, 1);
  assert.equal(quota.take('key', AT - 59_000).retryAfter, null);
});
