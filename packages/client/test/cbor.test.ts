import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeCbor } from '../src/api/encode-cbor.ts';

const hex = (value: unknown) => Buffer.from(encodeCbor(value)).toString('hex');

/** RFC 8949, appendix A: those that JSON or octets can say. */
const EXAMPLES: [unknown, string][] = [
  [0, '00'],
  [10, '0a'],
  [23, '17'],
  [24, '1818'],
  [100, '1864'],
  [1000, '1903e8'],
  [1_000_000, '1a000f4240'],
  [1_000_000_000_000, '1b000000e8d4a51000'],
  [-1, '20'],
  [-10, '29'],
  [-100, '3863'],
  [-1000, '3903e7'],
  [1.1, 'fb3ff199999999999a'],
  [-4.1, 'fbc010666666666666'],
  [1.0e300, 'fb7e37e43c8800759c'],
  [false, 'f4'],
  [true, 'f5'],
  [null, 'f6'],
  [new Uint8Array(0), '40'],
  [Uint8Array.of(1, 2, 3, 4), '4401020304'],
  ['', '60'],
  ['IETF', '6449455446'],
  ['"\\', '62225c'],
  ['ü', '62c3bc'],
  ['水', '63e6b0b4'],
  ['𐅑', '64f0908591'],
  [[], '80'],
  [[1, [2, 3], [4, 5]], '8301820203820405'],
  [Array.from({ length: 25 }, (_, i) => i + 1), '98190102030405060708090a0b0c0d0e0f101112131415161718181819'],
  [{}, 'a0'],
  [{ a: 1, b: [2, 3] }, 'a26161016162820203'],
  [['a', { b: 'c' }], '826161a161626163'],
];

test('values are encoded as RFC 8949 shows them', () => {
  for (const [value, expected] of EXAMPLES) assert.equal(hex(value), expected, expected);
});

test('lengths take as few octets as hold them, and large runs stay whole', () => {
  const octets = (length: number) => encodeCbor(new Uint8Array(length).fill(7));
  const heads: [number, string][] = [
    [23, '57'],
    [24, '5818'],
    [255, '58ff'],
    [256, '590100'],
    [65_535, '59ffff'],
    [65_536, '5a00010000'],
  ];
  for (const [length, head] of heads) {
    const encoded = octets(length);
    assert.equal(Buffer.from(encoded).toString('hex', 0, head.length / 2), head);
    assert.equal(encoded.length, head.length / 2 + length);
    assert.ok(encoded.subarray(head.length / 2).every((octet) => octet === 7));
  }
});

test('members that are undefined are left out, and what JSON cannot say is refused', () => {
  assert.equal(hex({ a: undefined, b: 1 }), 'a1616201');
  for (const value of [undefined, 1n, Symbol('x'), () => 1])
    assert.throws(() => encodeCbor([value]), TypeError);
});
