import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { TEXT_STATES, type TextState } from '@smseal/protocol';
import {
  cancelStates,
  expireStates,
  isFinal,
  isWaiting,
  judgeReport,
  leaseStates,
  packStates,
  RANKS,
  releaseStates,
  reportStates,
  summarise,
  TRANSITIONS,
  unpackStates,
} from '../src/index.ts';

const aState = fc.constantFrom(...TEXT_STATES);
const held = fc.constantFrom<TextState>('leased', 'submitted', 'unknown', 'sent');
const reported = fc.constantFrom<TextState>('submitted', 'sent', 'delivered', 'failed', 'expired', 'unknown');

test('a text goes queued → leased → submitted → sent → delivered', () => {
  let states: TextState[] = ['queued'];
  states = leaseStates(states).states;
  for (const state of ['submitted', 'sent', 'delivered'] as const) {
    const outcome = reportStates(states, [{ index: 0, state }]);
    assert.equal(outcome.outcome, 'accepted');
    if (outcome.outcome === 'accepted') states = outcome.states;
    assert.deepEqual(states, [state]);
  }
});

test('a report that arrives late never moves a text backwards', () => {
  fc.assert(
    fc.property(held, fc.array(reported, { maxLength: 12 }), (start, words) => {
      let states: TextState[] = [start];
      for (const state of words) {
        const before = states[0]!;
        const outcome = reportStates(states, [{ index: 0, state }]);
        assert.equal(outcome.outcome, 'accepted');
        if (outcome.outcome === 'accepted') states = outcome.states;
        assert.ok(RANKS[states[0]!] >= RANKS[before]);
      }
      if (words.includes('delivered')) assert.deepEqual(states, ['delivered']);
    }),
    { seed: 20261122 },
  );
});

test('every step of the table raises the rank, save the device giving a text back', () => {
  for (const from of TEXT_STATES)
    for (const to of TRANSITIONS[from])
      if (from !== 'leased' || to !== 'queued') assert.ok(RANKS[to] > RANKS[from], `${from}→${to}`);
});

test('what no honest device can say is refused, and nothing of its segment counts', () => {
  assert.equal(judgeReport('queued', 'sent'), 'refused', 'it was never in a device’s hands');
  assert.equal(judgeReport('cancelled', 'sent'), 'refused');
  for (const state of ['queued', 'leased'] as const) assert.equal(judgeReport('leased', state), 'refused');
  assert.deepEqual(
    reportStates(
      ['leased', 'queued'],
      [
        { index: 0, state: 'sent' },
        { index: 1, state: 'sent' },
      ],
    ),
    { outcome: 'refused', transition: 'queued→sent' },
  );
  assert.deepEqual(reportStates(['leased'], [{ index: 1, state: 'sent' }]), {
    outcome: 'refused',
    transition: 'none→sent',
  });
});

test('the server stops only texts that no device holds', () => {
  const states: TextState[] = ['queued', 'leased', 'submitted', 'delivered'];
  assert.deepEqual(cancelStates(states), {
    states: ['cancelled', 'leased', 'submitted', 'delivered'],
    moved: 1,
  });
  assert.deepEqual(cancelStates(releaseStates(['leased', 'sent']).states).states, ['cancelled', 'sent']);
});

test('a text that a device held when the time ran out is unknown, and its later word settles it', () => {
  assert.deepEqual(expireStates(['queued', 'leased', 'sent']).states, ['expired', 'unknown', 'sent']);
  const outcome = reportStates(['unknown'], [{ index: 0, state: 'expired' }]);
  assert.deepEqual(outcome, { outcome: 'accepted', states: ['expired'], moved: 1 });
});

test('a batch is offered while a text has to leave, and final when nothing more is expected', () => {
  fc.assert(
    fc.property(fc.array(aState, { minLength: 1 }), (states) => {
      const { waiting, final } = summarise(states);
      assert.equal(waiting, states.filter(isWaiting).length);
      assert.equal(final, states.every(isFinal));
      if (final) assert.equal(waiting, 0);
    }),
    { seed: 20261122 },
  );
});

test('packed states read back as they were, and an octet without a state is refused', () => {
  fc.assert(
    fc.property(fc.array(aState), (states) => assert.deepEqual(unpackStates(packStates(states)), states)),
    { seed: 20261122 },
  );
  assert.throws(() => unpackStates(Uint8Array.of(TEXT_STATES.length)), RangeError);
});
