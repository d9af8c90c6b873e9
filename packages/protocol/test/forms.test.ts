import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { Day, fromBase64Url, Id, Instant, shortText, toBase64Url } from '../src/index.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261122);

test('[PROTO-1] octets survive the way to text and back, and match the platform’s own encoder', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = toBase64Url(bytes);
      assert.equal(text, Buffer.from(bytes).toString('base64url'));
      assert.deepEqual(fromBase64Url(text), new Uint8Array(bytes));
    }),
    { seed: SEED },
  );
});

test('[PROTO-1] padding, foreign characters, impossible lengths and trailing bits are refused', () => {
  for (const text of ['AA==', 'A', 'AAAAA', 'A+AA', 'A/AA', 'AA AA', 'AB', 'AAB', 'Ä'])
    assert.throws(() => fromBase64Url(text), RangeError, text);
});

test('[PROTO-2] an id is 22 base64url characters', () => {
  assert.ok(Value.Check(Id, 'abcdefghijklmnopqrstu_'));
  for (const id of ['', 'short', 'a'.repeat(23), 'a'.repeat(21) + '=', 'a'.repeat(21) + ' '])
    assert.ok(!Value.Check(Id, id), id);
});

test('[PROTO-3] times carry milliseconds and Z, days stand alone', () => {
  assert.ok(Value.Check(Instant, new Date(0).toISOString()));
  for (const time of ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000+00:00', '1970-01-01'])
    assert.ok(!Value.Check(Instant, time), time);
  assert.ok(Value.Check(Day, '2026-11-22'));
  for (const day of ['2026-13-01', '2026-00-10', '2026-1-1', '2026-11-22T00:00:00.000Z'])
    assert.ok(!Value.Check(Day, day), day);
});

test('[PROTO-5] a short text holds no control character and has a bound', () => {
  const name = shortText(10);
  assert.ok(Value.Check(name, 'Kuchnia ☕'));
  for (const text of ['', 'a\nb', '\u0000', '\u007f', 'x'.repeat(11)])
    assert.ok(!Value.Check(name, text), text);
});
