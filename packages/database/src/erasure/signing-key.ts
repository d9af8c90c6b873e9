import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { frame } from '../device/signed-octets.ts';
import type { Keyring } from '../keys/keyring.ts';

/** The secret's name in the keyring. */
const NAME = 'signing';
/** The fixed head of a PKCS #8 structure around a 32-octet Ed25519 seed (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key with which an installation signs certificates. */
export interface SigningKey {
  /** The Ed25519 public key, base64url. */
  publicKey: string;
  /** Signs the canonical JSON of a certificate (SEAL-103); base64url. */
  sign(canonical: string): string;
}

/** The installation's signing key, made by the first of its servers that asks. */
export async function openSigningKey(keyring: Keyring): Promise<SigningKey> {
  const fresh = randomBytes(32);
  await keyring.put(NAME, fresh);
  fresh.fill(0);
  const seed = await keyring.read(NAME);
  if (seed?.length !== 32) throw new TypeError(`the keyring ${keyring.where} has no whole signing key`);
  const privateKey = keyOf(seed);
  return {
    publicKey: createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '',
    sign: (canonical) =>
      sign(null, frame('erasure/certificate', Buffer.from(canonical)), privateKey).toString('base64url'),
  };
}

function keyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}
