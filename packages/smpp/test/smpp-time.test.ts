import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatAbsoluteTime, formatRelativeTime, parseSmppTime } from '@smseal/smpp';
import { seed } from './arbitrary-pdu.ts';

test('[SMPP-9] absolute times are read in their zone', () => {
  const at = Date.UTC(2007, 8, 27, 23, 34, 29, 800);
  assert.deepEqual(parseSmppTime('070927233429800+'), { kind: 'absolute', at });
  // Four quarters of an hour ahead of UTC it is an hour later on the clock.
  assert.deepEqual(parseSmppTime('070928003429804+'), { kind: 'absolute', at });
  assert.deepEqual(parseSmppTime('070927183429820-'), { kind: 'absolute', at });
});

test('[SMPP-9] relative times are read', () => {
  assert.deepEqual(parseSmppTime('020610233429000R'), {
    kind: 'relative',
    years: 2,
    months: 6,
    days: 10,
    hours: 23,
    minutes: 34,
    seconds: 29,
  });
});

test('[SMPP-9] what is no time is null', () => {
  for (const text of [
    '',
    '0709272334298',
    '071327233429800+',
    '070230233429800+',
    '070927253429800+',
    '070927236029800+',
    '070927233429849+',
    '070927233429800*',
    'x70927233429800+',
  ])
    assert.equal(parseSmppTime(text), null, text);
});

test('[SMPP-9] times are written as they are read', () => {
  const tenths = fc.integer({
    min: Date.UTC(2000, 0, 2) / 100,
    max: Date.UTC(2099, 11, 30) / 100,
  });
  fc.assert(
    fc.property(tenths, fc.integer({ min: -48, max: 48 }), (tenths, quarters) => {
      const text = formatAbsoluteTime(tenths * 100, quarters);
      assert.equal(text.length, 16);
      assert.deepEqual(parseSmppTime(text), { kind: 'absolute', at: tenths * 100 });
    }),
    { seed },
  );
  assert.equal(formatRelativeTime({ days: 1, seconds: 5 }), '000001000005000R');
  assert.throws(() => formatRelativeTime({ days: 100 }), RangeError);
  assert.throws(() => formatAbsoluteTime(Date.UTC(1999, 0, 1)), RangeError);
  assert.throws(() => formatAbsoluteTime(Number.NaN), RangeError);
});
