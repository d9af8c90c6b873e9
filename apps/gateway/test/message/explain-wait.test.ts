import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainWait, type WaitInput } from '../../src/message/explain-wait.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const FREE: WaitInput = {
  view: { notBefore: null, paused: false },
  leave: { leave: true },
  isConnected: true,
  now: NOON,
};

test('a text whose turn has not come waits for nothing else', () => {
  assert.equal(explainWait(FREE), null);
  const before = { notBefore: '2026-11-25T11:59:59.000Z', paused: false };
  assert.equal(explainWait({ ...FREE, view: before }), null);
});

test('of several reasons the one that is lifted last by somebody’s hand or the clock is told first', () => {
  const notBefore = '2026-11-25T12:00:01.000Z';
  const midnight = Date.parse('2026-11-26T00:00:00Z');
  const full = { leave: { leave: false, why: 'daily-limit', until: midnight } } as const;
  const away = { ...FREE, isConnected: false };
  assert.deepEqual(explainWait(away)?.why, 'carrier-away');
  assert.deepEqual(explainWait({ ...away, ...full })?.until, '2026-11-26T00:00:00.000Z');
  const paused = { ...away, ...full, view: { notBefore: null, paused: true } };
  assert.deepEqual([explainWait(paused)?.why, explainWait(paused)?.until], ['paused', null]);
  const later = explainWait({ ...paused, view: { notBefore, paused: true } });
  assert.deepEqual([later?.why, later?.until], ['not-before', notBefore]);
});
