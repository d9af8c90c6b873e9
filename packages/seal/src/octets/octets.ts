import { fromBase64Url } from '@smseal/protocol';
import { SealError } from '../seal-error.ts';

/** Octets that WebCrypto takes: never backed by shared memory. */
export type Octets = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 octets of a text. */
export function utf8(text: string): Octets {
  return encoder.encode(text);
}

/** The text of UTF-8 octets. @throws SealError `malformed` on anything else. */
export function fromUtf8(octets: Uint8Array): string {
  try {
    return decoder.decode(octets);
  } catch {
    throw new SealError('malformed', 'not UTF-8');
  }
}

/** JSON in UTF-8, read back. @throws SealError `malformed`. */
export function fromJson(octets: Uint8Array): unknown {
  const text = fromUtf8(octets);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SealError('malformed', 'not JSON');
  }
}

/** Decodes base64url from the wire. @throws SealError `malformed`, also when `length` is given and differs. */
export function fromWire(text: string, length?: number): Octets {
  let octets: Octets;
  try {
    octets = fromBase64Url(text);
  } catch {
    throw new SealError('malformed', 'not unpadded base64url');
  }
  if (length !== undefined && octets.length !== length) {
    throw new SealError('malformed', `expected ${length} octets, found ${octets.length}`);
  }
  return octets;
}

export function concat(...parts: Uint8Array[]): Octets {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Compares without an early exit: the time depends on the lengths alone. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
