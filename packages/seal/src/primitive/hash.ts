/** SHA-256, HMAC-SHA256 (RFC 2104) and HKDF-SHA256 (RFC 5869), by WebCrypto or Node. */
import type { Octets } from '../octets/octets.ts';
import { nodeCrypto, nodeKey, own, secretKey } from './node-crypto.ts';

const EMPTY: Octets = new Uint8Array(0);

export async function sha256(octets: Octets): Promise<Octets> {
  if (nodeCrypto) return own(nodeCrypto.createHash('sha256').update(octets).digest());
  return new Uint8Array(await crypto.subtle.digest('SHA-256', octets));
}

/** A key for {@link hmac}; not readable back. */
export async function importHmacKey(raw: Octets): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  if (nodeCrypto) return secretKey(nodeCrypto, raw, { algorithm, usages: ['sign'] });
  return crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
}

/** The whole 32-octet HMAC-SHA256. */
export async function hmac(key: CryptoKey, octets: Octets): Promise<Octets> {
  const same = nodeKey(key);
  if (nodeCrypto && same) return own(nodeCrypto.createHmac('sha256', same).update(octets).digest());
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, octets));
}

/** As {@link hmac}, under a key that is used once. */
export async function hmacOnce(raw: Octets, octets: Octets): Promise<Octets> {
  // Node takes raw octets, too, but three times as slowly.
  const once = nodeCrypto?.createSecretKey(raw);
  if (nodeCrypto && once) return own(nodeCrypto.createHmac('sha256', once).update(octets).digest());
  return hmac(await importHmacKey(raw), octets);
}

/** Input key material for {@link hkdf}; not readable back. */
export async function importHkdfKey(raw: Octets): Promise<CryptoKey> {
  if (nodeCrypto) return secretKey(nodeCrypto, raw, { algorithm: 'HKDF', usages: ['deriveBits'] });
  return crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits']);
}

export interface HkdfInput {
  key: CryptoKey;
  /** A frame: says for what, for whom. */
  info: Octets;
  /** Empty unless said: every secret here is uniformly random already. */
  salt?: Octets;
  /** Octets wanted; 32 unless said. */
  length?: number;
}

/** HKDF-SHA256. @throws OperationError beyond 255 × 32 octets. */
export async function hkdf({ key, info, salt = EMPTY, length = 32 }: HkdfInput): Promise<Octets> {
  const same = nodeKey(key);
  if (nodeCrypto && same) return new Uint8Array(nodeCrypto.hkdfSync('sha256', same, salt, info, length));
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, length * 8));
}
