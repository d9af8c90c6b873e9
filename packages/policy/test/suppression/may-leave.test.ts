import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  HEAD_PROOF_MS,
  HOLDS,
  mayLeave,
  nextUtcDay,
  TEXT_CLASSES,
  type Departure,
  type Hold,
  type Leave,
  type SuppressionEntry,
  type TextClass,
} from '../../src/index.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const STOPPED: SuppressionEntry = {
  suppressed: true,
  cause: 'reply',
  why: 'keyword STOP (Polish)',
  at: NOON - 1,
  helped: null,
};
const FREE = {
  suppression: null,
  headProofAge: 0,
  paused: false,
  dayIsFull: false,
  notBefore: null,
  expires: NOON + 1,
} as const;
const CLASSES = Object.keys(TEXT_CLASSES) as TextClass[];

/** What each class answers to one circumstance. */
function answers(circumstance: Partial<Departure>): Record<string, Leave | true | Hold> {
  return Object.fromEntries(
    CLASSES.map((textClass) => {
      const answer = mayLeave({ ...FREE, ...circumstance, class: textClass }, NOON);
      return [textClass, answer.leave ? true : answer.why];
    }),
  );
}

const all = (answer: true | Hold) => ({ 'one-time-code': answer, transactional: answer, marketing: answer });
const butCodes = (answer: Hold) => ({ ...all(answer), 'one-time-code': true });

test('with nothing against it a text leaves', () => assert.deepEqual(answers({}), all(true)));

test('a STOP stops marketing and notices, and lets a code pass that the recipient waits for', () => {
  assert.deepEqual(answers({ suppression: STOPPED }), butCodes('suppressed'));
  assert.deepEqual(answers({ suppression: { ...STOPPED, suppressed: false } }), all(true));
});

test('without a fresh proof of the list’s head everything waits that a STOP would stop', () => {
  assert.deepEqual(answers({ headProofAge: HEAD_PROOF_MS }), all(true));
  assert.deepEqual(answers({ headProofAge: HEAD_PROOF_MS + 1 }), butCodes('suppressions-unproven'));
  assert.deepEqual(answers({ headProofAge: null }), butCodes('suppressions-unproven'));
});

test('a pause stops every class', () => assert.deepEqual(answers({ paused: true }), all('paused')));

test('when the day is full all but codes wait for the next one', () => {
  assert.deepEqual(answers({ dayIsFull: true }), butCodes('daily-limit'));
  const held = mayLeave({ ...FREE, dayIsFull: true, class: 'marketing' }, NOON);
  assert.deepEqual(held, { leave: false, why: 'daily-limit', until: Date.parse('2026-11-23T00:00:00Z') });
  assert.equal(nextUtcDay(Date.parse('2026-11-23T00:00:00Z')), Date.parse('2026-11-24T00:00:00Z'));
});

test('a text leaves from its first instant to before its last', () => {
  assert.deepEqual(answers({ notBefore: NOON }), all(true));
  assert.deepEqual(answers({ notBefore: NOON + 1 }), all('not-before'));
  assert.deepEqual(answers({ expires: NOON }), all('expired'));
  assert.deepEqual(mayLeave({ ...FREE, class: 'marketing', notBefore: NOON + 1 }, NOON), {
    leave: false,
    why: 'not-before',
    until: NOON + 1,
  });
});

test('what ends a text is said before what delays it', () => {
  const order: Hold[] = [
    'expired',
    'suppressed',
    'paused',
    'not-before',
    'daily-limit',
    'suppressions-unproven',
  ];
  const against: Record<Hold, Partial<Departure>> = {
    expired: { expires: NOON },
    suppressed: { suppression: STOPPED },
    paused: { paused: true },
    'not-before': { notBefore: NOON + 1 },
    'daily-limit': { dayIsFull: true },
    'suppressions-unproven': { headProofAge: null },
  };
  assert.deepEqual(Object.keys(HOLDS).sort(), [...order].sort());
  order.forEach((why, i) => {
    const circumstance = Object.assign(
      {},
      ...order.slice(i).map((hold) => against[hold]),
    ) as Partial<Departure>;
    assert.equal(answers(circumstance)['marketing'], why);
  });
  const ends = order.map((hold) => HOLDS[hold].ends);
  assert.deepEqual(ends, [true, true, false, false, false, false]);
});

test('an instant that the clock alone brings is never after the hold is lifted, nor before', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.constantFrom(...CLASSES), (start, length, textClass) => {
      const departure = {
        ...FREE,
        class: textClass,
        notBefore: NOON + start,
        expires: NOON + start + length + 1,
      };
      const held = mayLeave(departure, NOON);
      const until = held.leave ? NOON : held.until;
      assert.equal(until, NOON + start);
      assert.equal(mayLeave(departure, until ?? NaN).leave, true);
      if (start > 0) assert.equal(mayLeave(departure, (until ?? NaN) - 1).leave, false);
    }),
    { seed: 20261122 },
  );
});
