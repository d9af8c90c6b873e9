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
