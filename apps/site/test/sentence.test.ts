import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLAIM_IDS, CLAIMS, standingOf } from '@smseal/inventory';
import { explain, measures, promise } from '../src/html/sentence.ts';

const notYet = CLAIM_IDS.find((id) => standingOf(CLAIMS[id]).kind === 'not-yet');

test('a sentence that promises something and names no claim does not build', () => {
  for (const text of ['We never look.', 'Your texts are encrypted.', 'Nobody gets your number.'])
    assert.throws(() => explain(text), /promises something .* names no claim/, text);
  assert.equal(explain('Paste a list & write.').html, 'Paste a list &amp; write. ');
});

test('a promise that does not hold yet does not build, and says what is missing', () => {
  assert.ok(notYet);
  assert.throws(() => promise('It is so.', notYet), /does not hold yet\. Missing: \S/);
});

test('words that no public page may use do not build, whatever they stand on', () => {
  assert.throws(() => promise('Bank-grade protection.', 'A11'), /Nobody can prove it/);
  assert.throws(() => explain('Your figures are anonymous.'), /may not stand on a public page/);
});

test('a promise leads to each claim that it stands on', () => {
  const { html } = promise('Sealed on your devices.', 'A11', 'A13');
  assert.deepEqual(
    [...html.matchAll(/href="\/trust#(\w+)"/g)].map(([, id]) => id),
    ['A11', 'A13'],
  );
});

test('a measure that leads to nothing does not build', () => {
  assert.throws(() => measures(explain('Walls are thick.')), /listed as a measure and nothing tries it/);
  assert.match(measures(promise('Sealed on your devices.', 'A11')).html, /<li>.*trust#A11/);
});
