/** The secret key as people see it: 31 characters of Crockford's base32 = version, 130 random bits, 4 check symbols. */
import { randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';
import { checkSymbols } from './checksum.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const VERSION = '1';
const RANDOM_SYMBOLS = 26;
const LENGTH = 31;

/** A new secret key in canonical form: 31 characters, `1` first, no separators. */
export function generateSecretKey(): string {
  return secretKeyFromSymbols(Array.from(randomOctets(RANDOM_SYMBOLS), (octet) => octet & 31));
}

/** The secret key whose 26 random symbols (each 0 … 31) are given; known-answer vectors alone choose them. */
export function secretKeyFromSymbols(random: readonly number[]): string {
  const data = [ALPHABET.indexOf(VERSION), ...random];
  return [...data, ...checkSymbols(data)].map((symbol) => ALPHABET.charAt(symbol)).join('');
}

/**
 * Reads what a person typed: any case, spaces and dashes anywhere, O for 0, I and L for 1.
 * @throws SealError `bad-secret-key` when it cannot be a secret key: a wrong length, a foreign character, another
 *   version, or check symbols that disagree (any one to four wrong characters, any two neighbours swapped).
 */
export function parseSecretKey(text: string): string {
  const canonical = text
    .toUpperCase()
    .replace(/[\s\-‐‑–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const symbols = Array.from(canonical, (character) => ALPHABET.indexOf(character));
  if (symbols.length !== LENGTH) throw new SealError('bad-secret-key', 'a secret key has 31 characters');
  if (symbols.includes(-1)) throw new SealError('bad-secret-key', 'a character that secret keys do not use');
  if (canonical.charAt(0) !== VERSION)
    throw new SealError('bad-secret-key', 'an unknown version of secret key');
  const expected = checkSymbols(symbols.slice(0, 1 + RANDOM_SYMBOLS));
  if (symbols.slice(1 + RANDOM_SYMBOLS).some((symbol, i) => symbol !== expected[i])) {
    throw new SealError('bad-secret-key', 'the check characters disagree: something was mistyped');
  }
  return canonical;
}

/** In groups for print: `1XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`. */
export function formatSecretKey(secretKey: string): string {
  const groups = [secretKey.slice(0, 6)];
  for (let at = 6; at < secretKey.length; at += 5) groups.push(secretKey.slice(at, at + 5));
  return groups.join('-');
}

/** The last printed group: what a person types to show that the kit was kept. */
export function secretKeyLastGroup(secretKey: string): string {
  return secretKey.slice(-5);
}
