import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  HEAD_PROOF_MS,
  HELP_EVERY_MS,
  judgeReply,
  mayLeave,
  SUPPRESSION_CAUSES,
  type Meaning,
  type SuppressionCause,
  type SuppressionEntry,
} from '../../src/index.ts';

const SEED = 20261122;
const NOON = Date.parse('2026-11-22T12:00:00Z');

/** What a number's texts, one after another, leave behind, and what each was answered. */
function judgeAll(
  texts: readonly (readonly [text: string, at: number])[],
  state: SuppressionEntry | null = null,
) {
  const confirmed: (Meaning | null)[] = [];
  for (const [text, at] of texts) {
    const { next, confirm } = judgeReply(state, { text, country: 'PL' }, at);
    state = next;
    confirmed.push(confirm);
  }
  return { state, confirmed };
}

test('STOP suppresses and is confirmed once; START opens again and is confirmed; the next STOP is confirmed anew', () => {
  const texts = ['STOP', 'stop', 'nie pisz więcej', 'START', 'START', 'Stop'];
  const { state, confirmed } = judgeAll(texts.map((text, i) => [text, NOON + i]));
  assert.deepEqual(confirmed, ['stop', null, null, 'start', null, 'stop']);
  assert.deepEqual(state, {
    suppressed: true,
    cause: 'reply',
    why: 'keyword STOP (Polish)',
    at: NOON + 5,
    helped: null,
  });
});

test('a request in words suppresses as surely as the keyword', () => {
  const { next, confirm } = judgeReply(null, { text: 'please stop texting me' }, NOON);
  assert.deepEqual(
    [next?.suppressed, next?.why, confirm],
    [true, 'phrase “stop texting me” (English)', 'stop'],
  );
});

test('HELP is answered at most once a minute, to a suppressed number too, and changes nothing else', () => {
  const { state, confirmed } = judgeAll([
    ['HELP', NOON],
    ['pomoc', NOON + HELP_EVERY_MS - 1],
    ['info', NOON + HELP_EVERY_MS],
    ['STOP', NOON + HELP_EVERY_MS + 1],
    ['HELP', NOON + 2 * HELP_EVERY_MS],
  ]);
  assert.deepEqual(confirmed, ['help', null, 'help', 'stop', 'help']);
  assert.equal(state?.suppressed, true);
  assert.equal(judgeReply(null, { text: 'help' }, NOON).next?.suppressed, false);
});

test('START where nothing was closed is noted and answered with nothing', () => {
  const { state, confirmed } = judgeAll([['START', NOON]]);
  assert.deepEqual([state?.suppressed, confirmed], [false, [null]]);
});

test('an ordinary text changes nothing', () => {
  const { state } = judgeAll([['STOP', NOON]]);
  const judged = judgeReply(state, { text: 'I will stop by at 5' }, NOON + 1);
  assert.equal(judged.next, state);
  assert.deepEqual([judged.reading, judged.confirm], [null, null]);
});

test('a START opens what the person had closed, never what a member closed', () => {
  const opened = {
    reply: true,
    import: true,
    deactivated: true,
    member: false,
  } satisfies Record<SuppressionCause, boolean>;
  for (const cause of Object.keys(SUPPRESSION_CAUSES) as SuppressionCause[]) {
    const entry: SuppressionEntry = { suppressed: true, cause, why: 'told so', at: NOON, helped: null };
    const { next, confirm } = judgeReply(entry, { text: 'START' }, NOON + 1);
    assert.equal(next?.suppressed, !opened[cause], cause);
    assert.equal(confirm, opened[cause] ? 'start' : null, cause);
  }
});

test('a STOP that was sent before the newest START and comes after it changes nothing', () => {
  const { state, confirmed } = judgeAll([
    ['STOP', NOON],
    ['START', NOON + 10],
    ['STOP', NOON + 5],
  ]);
  assert.deepEqual([state?.suppressed, confirmed.at(-1)], [false, null]);
});

const aText = fc.constantFrom(
  'STOP',
  'stop!',
  'Koniec',
  'leave me alone',
  'START',
  'unstop',
  'help',
  'Tak',
  'ok',
);
const someTexts = fc.array(
  fc.tuple(
    aText,
    fc.integer({ min: 0, max: 6 }).map((ms) => NOON + ms),
  ),
  { maxLength: 9 },
);

test('whatever the order in which texts arrive, the newest word decides, and STOP between equals', () => {
  const shuffled = someTexts.chain((texts) =>
    fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length })),
  );
  fc.assert(
    fc.property(shuffled, ([sent, arrived]) => {
      const wishes = sent
        .map(([text, at]) => ({ at, meaning: judgeReply(null, { text }, at).reading?.meaning }))
        .filter(({ meaning }) => meaning === 'stop' || meaning === 'start');
      const newest = Math.max(...wishes.map(({ at }) => at));
      const suppressed = wishes.some(({ at, meaning }) => at === newest && meaning === 'stop');
      assert.equal(judgeAll(arrived).state?.suppressed ?? false, suppressed);
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

test('between a STOP and the next START no marketing and no notice leaves, whatever else is said', () => {
  const later = fc.array(fc.constantFrom('STOP', 'help', 'Tak', 'yes', 'ok', 'I will stop by', 'END'), {
    maxLength: 12,
  });
  const when = fc.record({
    paused: fc.boolean(),
    dayIsFull: fc.boolean(),
    notBefore: fc.option(fc.integer({ min: NOON - 10, max: NOON + 1000 })),
    headProofAge: fc.option(fc.integer({ min: 0, max: 2 * HEAD_PROOF_MS })),
    expires: fc.integer({ min: NOON - 10, max: NOON + 1000 }),
  });
  fc.assert(
    fc.property(someTexts, later, when, (before, after, departure) => {
      const all = [
        ...before,
        ['STOP', NOON + 10] as const,
        ...after.map((text, i) => [text, NOON + 11 + i] as const),
      ];
      const suppression = judgeAll(all).state;
      for (const textClass of ['marketing', 'transactional'] as const)
        for (let now = NOON + 30; now < NOON + 1000; now += 97)
          assert.equal(mayLeave({ ...departure, class: textClass, suppression }, now).leave, false);
    }),
    { seed: SEED },
  );
});

test('STOP is confirmed as often as the number was closed, and never twice in a row', () => {
  fc.assert(
    fc.property(fc.array(aText, { maxLength: 30 }), (texts) => {
      const { confirmed } = judgeAll(texts.map((text, i) => [text, NOON + i]));
      const changes = confirmed.filter((meaning) => meaning === 'stop' || meaning === 'start');
      changes.forEach((meaning, i) => assert.equal(meaning, i % 2 === 0 ? 'stop' : 'start'));
    }),
    { seed: SEED },
  );
});
