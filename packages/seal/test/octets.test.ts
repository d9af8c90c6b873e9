import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as seal from '../src/index.ts';
import { frame, type Part } from '../src/octets/frame.ts';
import { equalOctets, fromJson, fromWire, utf8 } from '../src/octets/octets.ts';
import { randomNonce } from '../src/primitive/random.ts';
import { refused } from './refused.ts';
import { seed } from './seed.ts';

const parts = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.nat(),
    fc.maxSafeNat(),
    fc.uint8Array({ maxLength: 5000 }),
  ),
  { maxLength: 12 },
);

/** Reads a frame back, by the rule and not by the code. */
function unframe(octets: Uint8Array): Uint8Array[] {
  const view = new DataView(octets.buffer, octets.byteOffset);
  const found: Uint8Array[] = [];
  for (let at = 0; at < octets.length;) {
    const length = view.getUint32(at);
    found.push(octets.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

function octetsOf(part: Part): Uint8Array {
  if (typeof part === 'string') return utf8(part);
  if (typeof part !== 'number') return part;
  const eight = new Uint8Array(8);
  new DataView(eight.buffer).setBigUint64(0, BigInt(part));
  return eight;
}

test('[SEAL-1] a frame reads back as its label and parts, whatever they are', () => {
  fc.assert(
    fc.property(parts, (list) => {
      const found = unframe(frame('test', ...list)).map((octets) => Array.from(octets));
      deepEqual(
        found,
        ['smseal/2026-11/test', ...list].map((part) => Array.from(octetsOf(part))),
      );
    }),
    { seed },
  );
});

test('[SEAL-1] parts that run together as text do not run together in a frame', () => {
  ok(!equalOctets(frame('x', 'ab', 'c'), frame('x', 'a', 'bc')));
  ok(!equalOctets(frame('x', 'a'), frame('x', 'a', '')));
});

test('[SEAL-1] only whole numbers that a double holds exactly are framed', () => {
  for (const number of [-1, 0.5, Number.NaN, 2 ** 53, Infinity]) throws(() => frame('x', number), RangeError);
});

test('[SEAL-2] what is not unpadded base64url of its length is malformed', async () => {
  for (const text of ['AA==', 'A', 'AB', '+/+/', 'Ä']) await refused('malformed', () => fromWire(text));
  await refused('malformed', () => fromWire('AAAA', 4));
  equal(fromWire('AAAA', 3).length, 3);
});

test('[SEAL-2] what is not JSON in UTF-8 is malformed', async () => {
  await refused('malformed', () => fromJson(new Uint8Array([0x22, 0xff, 0x22])));
  await refused('malformed', () => fromJson(utf8('{')));
});

test('[SEAL-4] nonces never repeat, over the edge of the pool too', () => {
  const nonces = new Set(Array.from({ length: 5000 }, () => String(randomNonce())));
  equal(nonces.size, 5000);
});

test('[SEAL-4] nothing public takes a nonce or an ephemeral key', () => {
  const names = Object.keys(seal);
  ok(names.length > 40);
  deepEqual(
    names.filter((name) => /With$|InSession$|openSession|FromSymbols|Unchecked|hpke|encrypt/.test(name)),
    [],
  );
});

test('[SEAL-5] octets are equal only where all are', () => {
  const a = seal.generateEpochSecret();
  ok(equalOctets(a, a.slice()));
  ok(!equalOctets(a, a.subarray(1)));
  for (let i = 0; i < a.length; i++) ok(!equalOctets(a, a.with(i, (a[i] ?? 0) ^ 1)));
});
