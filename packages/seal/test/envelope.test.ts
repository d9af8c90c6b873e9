import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateEpochSecret, pad } from '../src/index.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../src/envelope/envelope.ts';
import { addPadding, removePadding } from '../src/envelope/padding.ts';
import { frame } from '../src/octets/frame.ts';
import { utf8 } from '../src/octets/octets.ts';
import { importAesKey } from '../src/primitive/aes-gcm.ts';
import { refused } from './refused.ts';
import { seed } from './seed.ts';

test('[SEAL-34] an envelope is suite, key’s name, nonce and ciphertext', async () => {
  const key = await importAesKey(generateEpochSecret());
  const name = new Uint8Array(32).fill(7);
  const nonce = new Uint8Array(12).fill(9);
  const aad = frame('test');
  const envelope = await sealEnvelope({ suite: SUITE_KEY, name, key, aad, nonce, payload: { a: 1 } });
  equal(envelope.length, 1 + 32 + 12 + 128 + 16);
  equal(envelope[0], 1);
  deepEqual(envelope.slice(1, 33), name);
  deepEqual(envelope.slice(33, 45), nonce);
  deepEqual(await openEnvelope(splitEnvelope(envelope), key, aad), { a: 1 });
});

test('[SEAL-34] an unknown or older suite is an error, never a guess', async () => {
  const envelope = new Uint8Array(400);
  for (let suite = 0; suite < 256; suite++) {
    envelope[0] = suite;
    if (suite === 1 || suite === 2) equal(splitEnvelope(envelope).suite, suite);
    else await refused('unknown-suite', () => splitEnvelope(envelope));
  }
  await refused('unknown-suite', () => splitEnvelope(new Uint8Array(0)));
});

test('[SEAL-34] what is cut below the floor is malformed', async () => {
  for (const [suite, floor] of [
    [1, 189],
    [2, 173],
  ] as const) {
    const envelope = new Uint8Array(floor).fill(suite, 0, 1);
    ok(splitEnvelope(envelope));
    await refused('malformed', () => splitEnvelope(envelope.subarray(0, -1)));
  }
});

test('[SEAL-35] padding is Padmé with a floor: at most 12 % more, of few lengths', () => {
  const padme = (length: number) => {
    const e = BigInt(length).toString(2).length - 1;
    const s = e.toString(2).length;
    const mask = (1n << BigInt(e - s)) - 1n;
    return Number((BigInt(length) + mask) & ~mask);
  };
  for (const length of [0, 1, 127, 128]) equal(pad(length), 128);
  fc.assert(
    fc.property(fc.integer({ min: 129, max: 40_000_000 }), (length) => {
      equal(pad(length), padme(length));
      ok(pad(length) >= length && pad(length) <= length * 1.12);
      equal(pad(pad(length)), pad(length));
    }),
    { seed, numRuns: 2000 },
  );
  ok(new Set(Array.from({ length: 10_000 }, (_, length) => pad(length))).size < 100);
});

test('[SEAL-35] whatever JSON goes in comes out', async () => {
  const key = await importAesKey(generateEpochSecret());
  const name = new Uint8Array(32);
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.uint8Array({ maxLength: 64 }), async (payload, about) => {
      const aad = frame('test', about);
      const parts = splitEnvelope(await sealEnvelope({ suite: SUITE_KEY, name, key, aad, payload }));
      equal(JSON.stringify(await openEnvelope(parts, key, aad)), JSON.stringify(payload));
    }),
    { seed },
  );
});

test('[SEAL-35] padding that is not zeros, or of another length, is malformed', async () => {
  const padded = addPadding(utf8('{}'));
  deepEqual(removePadding(padded), utf8('{}'));
  await refused('malformed', () => removePadding(padded.with(127, 1)));
  await refused('malformed', () => removePadding(padded.with(6, 1)));
  await refused('malformed', () => removePadding(padded.with(0, 1)));
  await refused('malformed', () => removePadding(padded.subarray(0, 127)));
  await refused('malformed', () => removePadding(padded.subarray(0, 2)));
  const longer = new Uint8Array(200);
  longer.set(padded);
  await refused('malformed', () => removePadding(longer));
});
