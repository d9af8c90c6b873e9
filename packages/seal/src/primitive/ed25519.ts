/** Ed25519 (RFC 8032), by WebCrypto or Node. */
import { concat, fromWire, type Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';
import { nodeCrypto, nodeKey, own, pairKeys } from './node-crypto.ts';

export const SIGNATURE_OCTETS = 64;

/** The fixed head of a PKCS #8 structure around a 32-octet Ed25519 seed (RFC 8410 §7). */
const PKCS8_HEAD = new Uint8Array([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]);

/** The fixed head of a SubjectPublicKeyInfo structure around a 32-octet Ed25519 public key (RFC 8410 §4). */
const SPKI_HEAD = new Uint8Array([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]);

/** A fresh pair; the public half can always be read. */
export async function generateSigningPair(extractable: boolean): Promise<CryptoKeyPair> {
  if (!nodeCrypto) return await crypto.subtle.generateKey('Ed25519', extractable, ['sign', 'verify']);
  const { publicKey, privateKey } = nodeCrypto.generateKeyPairSync('ed25519');
  return {
    publicKey: pairKeys(publicKey.toCryptoKey('Ed25519', true, ['verify']), publicKey),
    privateKey: pairKeys(privateKey.toCryptoKey('Ed25519', extractable, ['sign']), privateKey),
  };
}

/** The pair of a 32-octet seed. */
export async function signingPairFromSeed(seed: Octets, extractable: boolean): Promise<CryptoKeyPair> {
  if (seed.length !== 32) throw new SealError('malformed', 'a seed has 32 octets');
  const pkcs8 = concat(PKCS8_HEAD, seed);
  const readable = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', readable);
  const publicKey = await importVerifyingKey(fromWire(x ?? '', 32));
  const privateKey = extractable
    ? readable
    : await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  if (nodeCrypto)
    pairKeys(privateKey, nodeCrypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  return { privateKey, publicKey };
}

/** The seed of an extractable private key. */
export async function signingSeed(key: CryptoKey): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key)).slice(PKCS8_HEAD.length);
}

/** @throws SealError `bad-signature` when the octets are no public key. */
export async function importVerifyingKey(raw: Octets): Promise<CryptoKey> {
  try {
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', true, ['verify']);
    if (!nodeCrypto) return key;
    const spki = concat(SPKI_HEAD, raw);
    return pairKeys(key, nodeCrypto.createPublicKey({ key: spki, format: 'der', type: 'spki' }));
  } catch {
    throw new SealError('bad-signature', 'not an Ed25519 public key');
  }
}

export async function sign(key: CryptoKey, message: Octets): Promise<Octets> {
  const same = nodeKey(key);
  if (nodeCrypto && same) return own(nodeCrypto.sign(null, message, same));
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, message));
}

/** Whether `signature` is the holder of `publicKey`'s over `message`. */
export async function verify(publicKey: CryptoKey, signature: Octets, message: Octets): Promise<boolean> {
  if (signature.length !== SIGNATURE_OCTETS) return false;
  const same = nodeKey(publicKey);
  if (nodeCrypto && same) return nodeCrypto.verify(null, message, same, signature);
  return crypto.subtle.verify('Ed25519', publicKey, signature, message);
}

/** As {@link verify}, for a key and a signature from the wire. @throws SealError `bad-signature`. */
export async function requireSignature(publicKey: string, signature: string, message: Octets): Promise<void> {
  const key = await importVerifyingKey(fromWire(publicKey, 32));
  if (!(await verify(key, fromWire(signature, SIGNATURE_OCTETS), message))) {
    throw new SealError('bad-signature', 'the signature is not that of the key it names');
  }
}
