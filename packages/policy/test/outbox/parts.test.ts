import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEXT_STATES, type TextState } from '@smseal/protocol';
import fc from 'fast-check';
import { judgeReport, stateOfParts, TRANSITIONS } from '../../src/index.ts';

const SEED = 20261122;
const REPORTED = ['submitted', 'unknown', 'sent', 'failed', 'expired', 'delivered'] as const;
const someParts = fc.array(fc.constantFrom<TextState>(...REPORTED), { minLength: 1, maxLength: 8 });

test('a long text is delivered when all its parts are, and lost when one is', () => {
  const cases: [TextState[], TextState][] = [
    [['delivered'], 'delivered'],
    [['delivered', 'delivered'], 'delivered'],
    [['delivered', 'sent'], 'sent'],
    [['sent', 'submitted'], 'submitted'],
    [['unknown', 'sent', 'delivered'], 'unknown'],
    [['delivered', 'failed', 'sent'], 'failed'],
    [['delivered', 'expired'], 'expired'],
    [['expired', 'failed'], 'failed'],
  ];
  for (const [parts, state] of cases) assert.equal(stateOfParts(parts), state, parts.join(' '));
  assert.throws(() => stateOfParts([]), RangeError);
});

test('a text of one part is in the state of that part', () => {
  for (const state of TEXT_STATES) assert.equal(stateOfParts([state]), state);
});

test('the order of the parts does not matter', () => {
  const shuffled = someParts.chain((parts) =>
    fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })),
  );
  fc.assert(
    fc.property(shuffled, ([parts, others]) => assert.equal(stateOfParts(parts), stateOfParts(others))),
    { seed: SEED },
  );
});

test('while its parts go on, a text only ever goes on, and is delivered in the end if they all are', () => {
  const steps = fc.array(fc.tuple(fc.nat(7), fc.constantFrom<TextState>(...REPORTED)), { maxLength: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), steps, (count, reports) => {
      const parts: TextState[] = Array.from({ length: count }, () => 'leased');
      let text: TextState = 'leased';
      const report = (index: number, state: TextState): void => {
        if (judgeReport(parts[index]!, state) !== 'moves') return;
        parts[index] = state;
        const whole = stateOfParts(parts);
        if (whole === 'leased') return;
        const verdict = judgeReport(text, whole);
        assert.notEqual(verdict, 'refused');
        if (verdict === 'moves') text = whole;
        const allowed: readonly TextState[] = TRANSITIONS[text];
        assert.ok(text === whole || !allowed.includes(whole));
      };
      for (const [index, state] of reports) report(index % count, state);
      for (let index = 0; index < count; index++) report(index, 'delivered');
      assert.equal(text, 'delivered');
    }),
    { seed: SEED },
  );
});
