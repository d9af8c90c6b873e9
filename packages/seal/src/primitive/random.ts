import { toBase64Url, type Id } from '@smseal/protocol';
import type { Octets } from '../octets/octets.ts';

/** The one source of randomness: the platform's own generator. */
export function randomOctets(count: number): Octets {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** 128 random bits as an id; never time-ordered. */
export function randomId(): Id {
  return toBase64Url(randomOctets(16));
}

const NONCE_OCTETS = 12;
const POOL_OCTETS = NONCE_OCTETS * 1024;
let pool = new Uint8Array(0);

/** A random 96-bit nonce; drawn a thousand at a time, each handed out once. */
export function randomNonce(): Octets {
  if (pool.length === 0) pool = randomOctets(POOL_OCTETS);
  const nonce = pool.subarray(0, NONCE_OCTETS);
  pool = pool.subarray(NONCE_OCTETS);
  return nonce;
}
