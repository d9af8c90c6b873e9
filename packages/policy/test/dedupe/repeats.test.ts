import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findRepeats } from '../../src/index.ts';

test('a number that stands twice in a request, however written, gets one text', () => {
  const recipients = [
    '+48 600 000 001',
    '600-000-002',
    '0048600000001',
    'nobody',
    '+48 (600) 000-002',
    '600000001',
  ];
  assert.deepEqual(findRepeats(recipients, 'PL'), [
    { verdict: 'first', number: '+48600000001' },
    { verdict: 'first', number: '+48600000002' },
    { verdict: 'duplicate', number: '+48600000001', of: 0 },
    { verdict: 'no-number' },
    { verdict: 'duplicate', number: '+48600000002', of: 1 },
    { verdict: 'duplicate', number: '+48600000001', of: 0 },
  ]);
});

test('national digits without a country are no number, and no two such are the same', () => {
  assert.deepEqual(findRepeats(['600000001', '600000001']), [
    { verdict: 'no-number' },
    { verdict: 'no-number' },
  ]);
});

test('every number is first exactly once, and each repetition points to that place', () => {
  const digit = fc.integer({ min: 0, max: 9 });
  const written = digit.chain((n) =>
    fc.constantFrom(`+4860000000${n}`, `60000000${n}`, `0048 600 000 00${n}`, `ask ${n}`),
  );
  fc.assert(
    fc.property(fc.array(written, { maxLength: 60 }), (recipients) => {
      const verdicts = findRepeats(recipients, 'PL');
      assert.equal(verdicts.length, recipients.length);
      const firsts = verdicts.filter((one) => one.verdict === 'first').map(({ number }) => number);
      const numbers = verdicts.flatMap((one) => (one.verdict === 'no-number' ? [] : [one.number]));
      assert.deepEqual(firsts, [...new Set(numbers)]);
      verdicts.forEach((one, index) => {
        if (one.verdict !== 'duplicate') return;
        assert.ok(one.of < index);
        assert.deepEqual(verdicts[one.of], { verdict: 'first', number: one.number });
      });
    }),
    { seed: 20261122 },
  );
});
