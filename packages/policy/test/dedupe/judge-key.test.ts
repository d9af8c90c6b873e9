import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeKey, KEY_MS } from '../../src/index.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const KNOWN = { bodyHash: 'a', at: NOON };

test('a new key is carried out', () => assert.equal(judgeKey(null, 'a', NOON), 'first'));

test('the same key and body within a day is answered with the first answer, another body is refused', () => {
  for (const now of [NOON - 1, NOON, NOON + KEY_MS - 1]) {
    assert.equal(judgeKey(KNOWN, 'a', now), 'replay');
    assert.equal(judgeKey(KNOWN, 'b', now), 'conflict');
  }
});

test('after a day the key is forgotten, whatever the body', () => {
  for (const bodyHash of ['a', 'b']) assert.equal(judgeKey(KNOWN, bodyHash, NOON + KEY_MS), 'first');
});
