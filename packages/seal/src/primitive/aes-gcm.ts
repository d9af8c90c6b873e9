/** AES-256-GCM with 96-bit nonces and 128-bit tags (NIST SP 800-38D), by WebCrypto or Node. */
import type { Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';
import { nodeCrypto, nodeKey, secretKey, type NodeCrypto, type NodeKey } from './node-crypto.ts';

export const NONCE_OCTETS = 12;
export const TAG_OCTETS = 16;
export const KEY_OCTETS = 32;

/** A key that encrypts and decrypts and can never be read back. @throws SealError `malformed` when not 32 octets. */
export async function importAesKey(raw: Octets): Promise<CryptoKey> {
  if (raw.length !== KEY_OCTETS) throw new SealError('malformed', 'a key has 32 octets');
  const usages: KeyUsage[] = ['encrypt', 'decrypt'];
  if (nodeCrypto) return secretKey(nodeCrypto, raw, { algorithm: 'AES-GCM', usages });
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, usages);
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
  const given = parameters(input);
  const same = nodeKey(input.key);
  if (!nodeCrypto || !same)
    return new Uint8Array(await crypto.subtle.encrypt(given, input.key, input.octets));
  const cipher = nodeCrypto.createCipheriv('aes-256-gcm', same, input.nonce);
  cipher.setAAD(input.aad);
  const sealed = new Uint8Array(input.octets.length + TAG_OCTETS);
  sealed.set(cipher.update(input.octets));
  cipher.final();
  sealed.set(cipher.getAuthTag(), input.octets.length);
  return sealed;
}

/** @throws SealError `not-authentic` when anything — key, nonce, AAD, ciphertext, tag — is not what was sealed. */
export async function decrypt(input: AeadInput): Promise<Octets> {
  const given = parameters(input);
  try {
    const same = nodeKey(input.key);
    if (nodeCrypto && same) return decryptByNode(nodeCrypto, same, input);
    return new Uint8Array(await crypto.subtle.decrypt(given, input.key, input.octets));
  } catch {
    throw new SealError('not-authentic', 'the sealed octets are not what their author sealed');
  }
}

function decryptByNode(node: NodeCrypto, key: NodeKey, { nonce, aad, octets }: AeadInput): Octets {
  const end = octets.length - TAG_OCTETS;
  const decipher = node.createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(aad);
  decipher.setAuthTag(octets.subarray(Math.max(0, end)));
  const plain = new Uint8Array(decipher.update(octets.subarray(0, Math.max(0, end))));
  decipher.final();
  return plain;
}

function parameters({ nonce, aad }: AeadInput): AesGcmParams {
  if (nonce.length !== NONCE_OCTETS) throw new SealError('malformed', 'a nonce has 12 octets');
  return { name: 'AES-GCM', iv: nonce, additionalData: aad, tagLength: TAG_OCTETS * 8 };
}
