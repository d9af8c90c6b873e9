import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  deriveRoot,
  formatSecretKey,
  generateSecretKey,
  parseSecretKey,
  secretKeyLastGroup,
} from '../src/index.ts';
import { checkSymbols } from '../src/secret-key/checksum.ts';
import { secretKeyFromSymbols } from '../src/secret-key/secret-key.ts';
import { refused } from './refused.ts';
import { seed } from './seed.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbol = fc.integer({ min: 0, max: 31 });
const secretKeys = fc.array(symbol, { minLength: 26, maxLength: 26 }).map(secretKeyFromSymbols);

function replaced(text: string, at: number, character: string): string {
  return text.slice(0, at) + character + text.slice(at + 1);
}

test('[SEAL-7] a secret key has 31 characters, version first, printed in groups', () => {
  const secretKey = generateSecretKey();
  match(secretKey, /^1[0-9A-HJKMNP-TV-Z]{30}$/);
  match(formatSecretKey(secretKey), /^1[^-]{5}(-[^-]{5}){5}$/);
  equal(secretKeyLastGroup(secretKey), formatSecretKey(secretKey).split('-').at(-1));
  notEqual(generateSecretKey(), secretKey);
});

test('[SEAL-8] every single mistyped character is noticed, wherever and whatever it is', async () => {
  const secretKey = generateSecretKey();
  for (let at = 0; at < 31; at++)
    for (const character of ALPHABET)
      if (character !== secretKey[at])
        await refused('bad-secret-key', () => parseSecretKey(replaced(secretKey, at, character)));
});

/** x·y in GF(32), bit by bit. */
function times(x: number, y: number): number {
  let product = 0;
  for (let bit = 16; bit > 0; bit >>= 1) {
    product = (product << 1) ^ (product & 16 ? 0b100101 : 0) ^ (y & bit ? x : 0);
  }
  return product;
}

test('[SEAL-8] every secret key vanishes at α, α², α³ and α⁴', () =>
  fc.assert(
    fc.property(secretKeys, (secretKey) => {
      for (const point of [2, 4, 8, 16]) {
        const symbols = Array.from(secretKey, (character) => ALPHABET.indexOf(character));
        equal(
          symbols.reduce((value, symbol) => times(value, point) ^ symbol, 0),
          0,
        );
      }
    }),
    { seed },
  ));

test('[SEAL-8] two swapped neighbours are noticed', () =>
  fc.assert(
    fc.asyncProperty(secretKeys, fc.integer({ min: 0, max: 29 }), async (secretKey, at) => {
      const [a = '', b = ''] = secretKey.slice(at, at + 2);
      const swapped = replaced(replaced(secretKey, at, b), at + 1, a);
      if (a === b) equal(parseSecretKey(swapped), secretKey);
      else await refused('bad-secret-key', () => parseSecretKey(swapped));
    }),
    { seed, numRuns: 500 },
  ));

test('[SEAL-8] up to four wrong characters are noticed', () => {
  const errors = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 31 })), {
    minLength: 1,
    maxLength: 4,
    selector: ([at]) => at,
  });
  return fc.assert(
    fc.asyncProperty(secretKeys, errors, async (secretKey, wrong) => {
      let text = secretKey;
      for (const [at, shift] of wrong) {
        const other = ALPHABET.charAt((ALPHABET.indexOf(text.charAt(at)) + shift) % 32);
        text = replaced(text, at, other);
      }
      await refused('bad-secret-key', () => parseSecretKey(text));
    }),
    { seed, numRuns: 500 },
  );
});

test('[SEAL-9] reading forgives case, spaces, dashes and look-alikes', () =>
  fc.assert(
    fc.property(secretKeys, (secretKey) => {
      const typed = formatSecretKey(secretKey).toLowerCase().replaceAll('-', ' – ').replaceAll('0', 'o');
      equal(parseSecretKey(` ${typed.replaceAll('1', 'l')}\n`), secretKey);
      equal(parseSecretKey(typed.replaceAll('1', 'I')), secretKey);
    }),
    { seed },
  ));

test('[SEAL-9] another length, character or version is no secret key', async () => {
  const secretKey = generateSecretKey();
  const wrong = [
    '',
    secretKey.slice(1),
    `${secretKey}0`,
    replaced(secretKey, 5, 'U'),
    replaced(secretKey, 5, 'é'),
  ];
  for (const text of wrong) await refused('bad-secret-key', () => parseSecretKey(text));
  const data = [2, ...Array.from({ length: 26 }, () => 5)];
  const later = [...data, ...checkSymbols(data)].map((symbol) => ALPHABET.charAt(symbol)).join('');
  await refused('bad-secret-key', () => parseSecretKey(later));
});

test('[SEAL-10] the root is the same however the key was typed, and cannot be exported', async () => {
  const secretKey = generateSecretKey();
  const root = await deriveRoot(secretKey);
  const again = await deriveRoot(formatSecretKey(secretKey).toLowerCase());
  deepEqual([again.signPublic, again.agreePublic], [root.signPublic, root.agreePublic]);
  notEqual(String(root.signPublic), String(root.agreePublic));
  for (const { privateKey } of [root.sign, root.agree]) {
    equal(privateKey.extractable, false);
    await rejects(crypto.subtle.exportKey('pkcs8', privateKey));
  }
  const other = await deriveRoot(generateSecretKey());
  notEqual(String(other.signPublic), String(root.signPublic));
});
