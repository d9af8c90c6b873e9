/**
 * A device's local cache: pages sealed under a key that never leaves the device. In a browser the secret behind it is a
 * non-extractable CryptoKey kept in IndexedDB; deleting it there closes every page.
 */
import { frame } from '../octets/frame.ts';
import { concat, type Octets } from '../octets/octets.ts';
import { decrypt, encrypt, importAesKey, NONCE_OCTETS, TAG_OCTETS } from '../primitive/aes-gcm.ts';
import { hkdf, importHkdfKey } from '../primitive/hash.ts';
import { randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';

/** A fresh local secret; not extractable, and storable in IndexedDB as it is. */
export async function generateCacheSecret(): Promise<CryptoKey> {
  return importHkdfKey(randomOctets(32));
}

/** A local secret from 32 octets that a program keeps itself. */
export async function importCacheSecret(octets: Octets): Promise<CryptoKey> {
  return importHkdfKey(octets);
}

/**
 * The AES-256-GCM key of pages.
 * @param salt an epoch's `cacheSalt`: pages then open only for who holds that epoch's keys too. Without one: for what
 *   must open before the keyring, the keyring itself.
 */
export async function cacheKey(secret: CryptoKey, salt?: Octets): Promise<CryptoKey> {
  return importAesKey(await hkdf({ key: secret, info: frame('cache'), ...(salt ? { salt } : {}) }));
}

/** Seals a page: 12 octets nonce, ciphertext, tag. `name` is bound: a page opens only where it was put. */
export async function sealPage(key: CryptoKey, name: string, octets: Octets): Promise<Octets> {
  const nonce = randomOctets(NONCE_OCTETS);
  return concat(nonce, await encrypt({ key, nonce, aad: frame('cache/page', name), octets }));
}

/** @throws SealError `malformed`, `not-authentic`. */
export async function openPage(key: CryptoKey, name: string, page: Octets): Promise<Octets> {
  if (page.length < NONCE_OCTETS + TAG_OCTETS) throw new SealError('malformed', 'too short for a page');
  const nonce = page.subarray(0, NONCE_OCTETS);
  return decrypt({ key, nonce, aad: frame('cache/page', name), octets: page.subarray(NONCE_OCTETS) });
}
