/** X25519 (RFC 7748), by WebCrypto or Node. */
import { toBase64Url } from '@smseal/protocol';
import { concat, type Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';
import { nodeCrypto, own, type NodeCrypto, type NodeKey } from './node-crypto.ts';

/** The fixed head of a PKCS #8 structure around a 32-octet X25519 private key (RFC 8410 §7). */
const PKCS8_HEAD = new Uint8Array([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20,
]);
/** u = 9 (RFC 7748 §6.1). */
const BASE_POINT: Octets = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));

/** A fresh pair; the public half can always be read. */
export async function generateAgreementPair(extractable: boolean): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey('X25519', extractable, ['deriveBits']);
}

/** The pair of a 32-octet seed. The public half is X25519(seed, 9): no browser need export the private one. */
export async function agreementPairFromSeed(seed: Octets, extractable: boolean): Promise<CryptoKeyPair> {
  if (seed.length !== 32) throw new SealError('malformed', 'a seed has 32 octets');
  const pkcs8 = concat(PKCS8_HEAD, seed);
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', extractable, ['deriveBits']);
  const raw = await agree(privateKey, await importAgreementKey(BASE_POINT));
  return { privateKey, publicKey: await importAgreementKey(raw) };
}

/** The seed of an extractable private key. */
export async function agreementSeed(key: CryptoKey): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key)).slice(PKCS8_HEAD.length);
}

/** @throws SealError `malformed` when the octets are no public key. */
export async function importAgreementKey(raw: Octets): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('raw', raw, 'X25519', true, []);
  } catch {
    throw new SealError('malformed', 'not an X25519 public key');
  }
}

/** The shared secret. @throws SealError `not-authentic` when it would be all zeros (a public key of small order). */
export async function agree(privateKey: CryptoKey, publicKey: CryptoKey): Promise<Octets> {
  try {
    const parameters = { name: 'X25519', public: publicKey };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, privateKey, 256));
  } catch {
    throw new SealError('not-authentic', 'a public key of small order');
  }
}

/** The fixed head of a SubjectPublicKeyInfo structure around a 32-octet X25519 public key (RFC 8410 §4). */
const SPKI_HEAD = new Uint8Array([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00]);

/**
 * What a fresh pair agrees on with the holder of a public key; of the pair only its public half is left.
 * @throws SealError `malformed`, `not-authentic` as {@link importAgreementKey} and {@link agree}.
 */
export async function agreeOnce(to: Octets): Promise<{ enc: Octets; secret: Octets }> {
  if (!nodeCrypto) {
    const { publicKey, privateKey } = await generateAgreementPair(false);
    return { enc: await rawPublic(publicKey), secret: await agree(privateKey, await importAgreementKey(to)) };
  }
  const theirs = theirKey(nodeCrypto, to);
  const { publicKey, privateKey } = nodeCrypto.generateKeyPairSync('x25519');
  const enc = own(publicKey.export({ format: 'der', type: 'spki' })).slice(SPKI_HEAD.length);
  let secret: Octets;
  try {
    secret = own(nodeCrypto.diffieHellman({ privateKey, publicKey: theirs }));
  } catch {
    throw new SealError('not-authentic', 'a public key of small order');
  }
  return { enc, secret };
}

/** Keys that were agreed with of late: a gateway seals all its texts to the same two. */
const known = new Map<string, NodeKey>();
const MOST_KNOWN = 64;

function theirKey(node: NodeCrypto, raw: Octets): NodeKey {
  if (raw.length !== 32) throw new SealError('malformed', 'not an X25519 public key');
  const name = toBase64Url(raw);
  const before = known.get(name);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const key = node.createPublicKey({ key: concat(SPKI_HEAD, raw), format: 'der', type: 'spki' });
  known.set(name, key);
  return key;
}

/** The 32 octets of a public key. */
export async function rawPublic(key: CryptoKey): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', key));
}
