import type { Octets } from '../octets/octets.ts';

/** A key as Node's own functions take it. */
export interface NodeKey {
  export(options: { format: 'der'; type: 'spki' }): Uint8Array;
  toCryptoKey(algorithm: string | object, extractable: boolean, usages: KeyUsage[]): CryptoKey;
}

interface Digest {
  update(octets: Uint8Array): this;
  digest(): Uint8Array<ArrayBuffer>;
}

interface Cipher {
  setAAD(octets: Uint8Array): void;
  setAuthTag(tag: Uint8Array): void;
  update(octets: Uint8Array): Uint8Array;
  final(): Uint8Array;
  getAuthTag(): Uint8Array;
}

/** What is used of node:crypto. */
export interface NodeCrypto {
  createHash(algorithm: 'sha256'): Digest;
  createHmac(algorithm: 'sha256', key: NodeKey | Uint8Array): Digest;
  hkdfSync(hash: 'sha256', key: NodeKey, salt: Uint8Array, info: Uint8Array, length: number): ArrayBuffer;
  createCipheriv(name: 'aes-256-gcm', key: NodeKey, nonce: Uint8Array): Cipher;
  createDecipheriv(name: 'aes-256-gcm', key: NodeKey, nonce: Uint8Array): Cipher;
  sign(algorithm: null, message: Uint8Array, key: NodeKey): Uint8Array<ArrayBuffer>;
  verify(algorithm: null, message: Uint8Array, key: NodeKey, signature: Uint8Array): boolean;
  generateKeyPairSync(type: 'x25519' | 'ed25519'): { publicKey: NodeKey; privateKey: NodeKey };
  createSecretKey(raw: Uint8Array): NodeKey;
  createPublicKey(input: { key: Uint8Array; format: 'der'; type: 'spki' }): NodeKey;
  createPrivateKey(input: { key: Uint8Array; format: 'der'; type: 'pkcs8' }): NodeKey;
  diffieHellman(pair: { privateKey: NodeKey; publicKey: NodeKey }): Uint8Array;
}

interface Host {
  process?: { getBuiltinModule?: (name: string) => unknown };
}

/**
 * Node's own functions where there are some, null in browsers. They give what WebCrypto gives, at once: WebCrypto in Node
 * sends each call to a pool of threads, which costs more than most of what is computed here.
 */
export const nodeCrypto = ((globalThis as Host).process?.getBuiltinModule?.('node:crypto') ??
  null) as NodeCrypto | null;

const keys = new WeakMap<CryptoKey, NodeKey>();

/** The same key as Node's functions take it; null for one that was not made here, and in browsers. */
export function nodeKey(key: CryptoKey): NodeKey | null {
  return keys.get(key) ?? null;
}

/** Notes what a key is to Node's functions. */
export function pairKeys(key: CryptoKey, same: NodeKey): CryptoKey {
  keys.set(key, same);
  return key;
}

/** A secret key in both forms, not readable back. */
export function secretKey(
  node: NodeCrypto,
  raw: Octets,
  { algorithm, usages }: { algorithm: string | object; usages: KeyUsage[] },
): CryptoKey {
  const key = node.createSecretKey(raw);
  return pairKeys(key.toCryptoKey(algorithm, false, usages), key);
}

/** Octets of their own, never of a pool that others see. */
export function own(octets: Uint8Array): Octets {
  return new Uint8Array(octets);
}
