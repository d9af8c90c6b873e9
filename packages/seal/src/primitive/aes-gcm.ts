/** AES-256-GCM with 96-bit nonces and 128-bit tags (NIST SP 800-38D), by WebCrypto. */
import type { Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';

export const NONCE_OCTETS = 12;
export const TAG_OCTETS = 16;
export const KEY_OCTETS = 32;

/** A key that encrypts and decrypts and can never be read back. @throws SealError `malformed` when not 32 octets. */
export async function importAesKey(raw: Octets): Promise<CryptoKey> {
  if (raw.length !== KEY_OCTETS) throw new SealError('malformed', 'a key has 32 octets');
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export interface AeadInput {
  key: CryptoKey;
  /** Twelve octets, never twice under one key. */
  nonce: Octets;
  aad: Octets;
  /** What goes in: plain octets when sealing; ciphertext and tag when opening. */
  octets: Octets;
}

/** Ciphertext followed by the 16-octet tag. */
export async function encrypt(input: AeadInput): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.encrypt(parameters(input), input.key, input.octets));
}

/** @throws SealError `not-authentic` when anything — key, nonce, AAD, ciphertext, tag — is not what was sealed. */
export async function decrypt(input: AeadInput): Promise<Octets> {
  const given = parameters(input);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(given, input.key, input.octets));
  } catch {
    throw new SealError('not-authentic', 'the sealed octets are not what their author sealed');
  }
}

function parameters({ nonce, aad }: AeadInput): AesGcmParams {
  if (nonce.length !== NONCE_OCTETS) throw new SealError('malformed', 'a nonce has 12 octets');
  return { name: 'AES-GCM', iv: nonce, additionalData: aad, tagLength: TAG_OCTETS * 8 };
}
