/**
 * The envelope of everything sealed that is JSON inside: one octet suite ‖ what names the key ‖ 12 octets nonce ‖
 * AES-256-GCM ciphertext and tag of the padded JSON. Suites are never negotiated: an unknown one is an error.
 */
import { fromJson, utf8, type Octets } from '../octets/octets.ts';
import { decrypt, encrypt, NONCE_OCTETS, TAG_OCTETS } from '../primitive/aes-gcm.ts';
import { randomNonce } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';
import { addPadding, PADDING_FLOOR, removePadding } from './padding.ts';

/** The key is named by a 32-octet key id that commits to it. */
export const SUITE_KEY = 1;
/** The key is that of an inbound session, named by its 16-octet id. */
export const SUITE_SESSION = 2;
/** Not sealed at all: a record of an open account. Not one of {@link Suite}, so that nothing else can be so. */
export const SUITE_PLAIN = 0;
export type Suite = typeof SUITE_KEY | typeof SUITE_SESSION;

const NAME_OCTETS = { [SUITE_KEY]: 32, [SUITE_SESSION]: 16 } as const satisfies Record<Suite, number>;

export interface EnvelopeInput {
  suite: Suite;
  /** Key id or session id. */
  name: Octets;
  key: CryptoKey;
  aad: Octets;
  /** JSON-serialisable. */
  payload: unknown;
  /** Random unless given; known-answer vectors alone give it. */
  nonce?: Octets;
}

export async function sealEnvelope(input: EnvelopeInput): Promise<Octets> {
  const { suite, name, key, aad, nonce = randomNonce() } = input;
  const sealed = await encrypt({ key, nonce, aad, octets: addPadding(utf8(JSON.stringify(input.payload))) });
  const out = new Uint8Array(1 + name.length + nonce.length + sealed.length);
  out[0] = suite;
  out.set(name, 1);
  out.set(nonce, 1 + name.length);
  out.set(sealed, 1 + name.length + nonce.length);
  return out;
}

/** An envelope taken apart, not yet opened. */
export interface EnvelopeParts {
  suite: Suite;
  name: Octets;
  nonce: Octets;
  sealed: Octets;
}

/** @throws SealError `unknown-suite`; `malformed` when too short to be one. */
export function splitEnvelope(envelope: Octets): EnvelopeParts {
  const suite = envelope[0];
  if (suite !== SUITE_KEY && suite !== SUITE_SESSION) {
    throw new SealError('unknown-suite', `suite ${suite ?? 'none'} is not one that this version knows`);
  }
  const nonceAt = 1 + NAME_OCTETS[suite];
  const sealedAt = nonceAt + NONCE_OCTETS;
  if (envelope.length < sealedAt + PADDING_FLOOR + TAG_OCTETS) {
    throw new SealError('malformed', 'too short for an envelope');
  }
  const name = envelope.subarray(1, nonceAt);
  return { suite, name, nonce: envelope.subarray(nonceAt, sealedAt), sealed: envelope.subarray(sealedAt) };
}

/** Decrypts and reads the JSON. @throws SealError `not-authentic`, `malformed`. */
export async function openEnvelope(parts: EnvelopeParts, key: CryptoKey, aad: Octets): Promise<unknown> {
  const padded = await decrypt({ key, nonce: parts.nonce, aad, octets: parts.sealed });
  return fromJson(removePadding(padded));
}
