import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  CARRIER_ANSWERS,
  GIVE_UP_MS,
  isFinal,
  judgeAnswer,
  judgeReport,
  MAX_ATTEMPTS,
  type AnswerJudgement,
  type CarrierAnswer,
  type SendCourse,
} from '../../src/index.ts';

const SEED = 20261122;
const NOON = Date.parse('2026-11-22T12:00:00Z');
const DAY = 86_400_000;
const NEW: SendCourse = { attempts: 0, waits: 0, expires: NOON + DAY };
const ANSWERS = Object.keys(CARRIER_ANSWERS) as CarrierAnswer[];

/** What the same answer brings again and again, until the text ends or has been tried `times`. */
function askAgain(
  answer: CarrierAnswer,
  times: number,
  course = NEW,
): { waits: number[]; last: AnswerJudgement } {
  const waits: number[] = [];
  let now = NOON;
  for (;;) {
    const last = judgeAnswer(course, { answer, jitter: 0 }, now);
    if (last.outcome === 'ends' || waits.length === times) return { waits, last };
    waits.push(last.at - now);
    now = last.at;
    course = last.course;
  }
}

test('each answer ends the text or has it tried again as its class says', () => {
  const expected = {
    accepted: 'sent',
    'slow-down': 'retries',
    temporary: 'retries',
    session: 'retries',
    permanent: 'failed',
    'in-doubt': 'unknown',
  } satisfies Record<CarrierAnswer, string>;
  for (const answer of ANSWERS) {
    const judged = judgeAnswer(NEW, { answer, jitter: 0 }, NOON);
    assert.equal(judged.outcome === 'ends' ? judged.state : judged.outcome, expected[answer], answer);
  }
});

test('a text in doubt is never sent again, however early it is', () => {
  fc.assert(
    fc.property(fc.nat(MAX_ATTEMPTS), fc.nat(100), fc.nat(DAY), (attempts, waits, left) => {
      const course = { attempts, waits, expires: NOON + left };
      const judged = judgeAnswer(course, { answer: 'in-doubt', jitter: 0.5 }, NOON);
      assert.deepEqual(judged, { outcome: 'ends', state: 'unknown', why: 'answered' });
    }),
    { seed: SEED },
  );
});

test('after temporary errors the waits double, another route is asked for, and the sixth fails the text', () => {
  const { waits, last } = askAgain('temporary', 10);
  assert.deepEqual(waits, [30_000, 60_000, 120_000, 240_000, 480_000]);
  assert.deepEqual(last, { outcome: 'ends', state: 'failed', why: 'attempts-used-up' });
  const route = (attempts: number) => {
    const judged = judgeAnswer({ ...NEW, attempts }, { answer: 'temporary', jitter: 0 }, NOON);
    return judged.outcome === 'retries' && judged.otherRoute;
  };
  assert.deepEqual([0, 1, 2].map(route), [false, true, true]);
  const slowed = judgeAnswer({ ...NEW, attempts: 3 }, { answer: 'slow-down', jitter: 0 }, NOON);
  assert.equal(slowed.outcome === 'retries' && slowed.otherRoute, false);
});

test('a carrier that says slow down fails no text, and the waits stay within a minute', () => {
  const { waits, last } = askAgain('slow-down', 9);
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  assert.deepEqual(last.outcome === 'retries' && [last.course.attempts, last.otherRoute], [0, false]);
});

test('a session at fault is opened again after five seconds to five minutes, and charges no text', () => {
  const { waits, last } = askAgain('session', 8);
  assert.deepEqual(waits, [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  assert.equal(last.outcome === 'retries' && last.course.attempts, 0);
});

test('after a temporary error the waits for the pace begin anew', () => {
  const judged = judgeAnswer({ ...NEW, waits: 9 }, { answer: 'temporary', jitter: 0 }, NOON);
  assert.deepEqual(judged.outcome === 'retries' && judged.course, { ...NEW, attempts: 1, waits: 0 });
});

test('chance shortens a wait by up to a half', () => {
  const at = (jitter: number) => {
    const judged = judgeAnswer(NEW, { answer: 'slow-down', jitter }, NOON);
    return judged.outcome === 'retries' ? judged.at - NOON : NaN;
  };
  assert.deepEqual([at(0), at(0.5), at(0.9)], [1000, 750, 550]);
  for (const jitter of [-0.1, 1, NaN]) assert.throws(() => at(jitter), RangeError);
});

test('the last try is brought forward to where the text can still arrive, and after it time is over', () => {
  const course = { ...NEW, expires: NOON + GIVE_UP_MS + 5 };
  const judged = judgeAnswer(course, { answer: 'temporary', jitter: 0 }, NOON);
  assert.equal(judged.outcome === 'retries' && judged.at, NOON + 5);
  assert.deepEqual(judgeAnswer(course, { answer: 'slow-down', jitter: 0 }, NOON + 5), {
    outcome: 'ends',
    state: 'expired',
    why: 'no-time-left',
  });
});

test('whatever a carrier answers, a text comes to an end that its device may report, before it expires', () => {
  const answers = fc.infiniteStream(
    fc.tuple(fc.constantFrom(...ANSWERS), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  );
  fc.assert(
    fc.property(answers, fc.integer({ min: 1, max: DAY }), (stream, left) => {
      let course: SendCourse = { ...NEW, expires: NOON + left };
      let now = NOON;
      for (const [answer, jitter] of stream) {
        const judged = judgeAnswer(course, { answer, jitter }, now);
        if (judged.outcome === 'ends') {
          assert.equal(judgeReport('submitted', judged.state), 'moves');
          assert.ok(isFinal(judged.state) || judged.state === 'sent' || judged.state === 'unknown');
          return;
        }
        assert.ok(judged.at > now && judged.at <= course.expires - GIVE_UP_MS);
        assert.ok(
          judged.course.attempts - course.attempts ===
            (CARRIER_ANSWERS[answer].outcome === 'retries' && answer === 'temporary' ? 1 : 0),
        );
        now = judged.at;
        course = judged.course;
      }
    }),
    { seed: SEED },
  );
});
