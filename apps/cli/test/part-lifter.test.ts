import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PartLifter } from '../src/import/part-lifter.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261122);
const MOST = 100_000;

/** Lifts a text that arrives in pieces, and puts everything back. */
function thereAndBack(text: string, cuts: readonly number[]): { given: string; back: string } {
  const lifter = new PartLifter(MOST);
  const at = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  let given = '';
  for (let i = 0; i + 1 < at.length; i++) given += lifter.push(text.slice(at[i], at[i + 1]));
  given += lifter.end();
  return { given, back: lifter.restore(given) };
}

const octets = fc.uint8Array({ minLength: 0, maxLength: 3_000 });

test('whatever the text and wherever it is cut, nothing of it is lost', () => {
  const value = octets.map((bytes) => Buffer.from(bytes).toString('base64'));
  const piece = fc.oneof(
    value.map((base64) => `<part data="${base64}"/>`),
    value.map((base64) => `body='data="${base64} and more"'`),
    value.map((base64) => `body='data="${base64}`),
    fc.constantFrom('data=', 'da', '="', '"', '=', '=="', "data='QUJD'", '&amp;data="QUJD"', '🙂'),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.array(fc.nat(40_000), { maxLength: 6 }),
      (all, cuts) => {
        const text = all.join(' ');
        const { back } = thereAndBack(
          text,
          cuts.map((cut) => Math.min(cut, text.length)),
        );
        // White space inside base64 says nothing.
        assert.equal(back.replaceAll(/\s/g, ''), text.replaceAll(/\s/g, ''));
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});

test('a long value leaves a token, for which its octets are given once', () => {
  const bytes = new Uint8Array(5_000).map((_, i) => i * 7);
  const lifter = new PartLifter(MOST);
  const given = lifter.push(`<part data="${Buffer.from(bytes).toString('base64')}" ct="image/jpeg"/>`);
  assert.ok(given.length < 100);
  const token = /data="([^"]+)"/.exec(given)?.[1] ?? '';
  assert.equal(lifter.holding, true);
  assert.deepEqual(lifter.take(token), bytes);
  assert.equal(lifter.take(token), undefined);
  assert.equal(lifter.holding, false);
});

test('a value above the limit is not kept, however long it is', () => {
  const lifter = new PartLifter(MOST);
  let given = lifter.push('<part data="');
  for (let i = 0; i < 50; i++) given += lifter.push('QUJD'.repeat(1_000));
  given += lifter.push('"/>');
  assert.equal(lifter.take(/data="([^"]+)"/.exec(given)?.[1] ?? ''), 'too-large');
});
