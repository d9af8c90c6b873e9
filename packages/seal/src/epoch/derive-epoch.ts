import { toBase64Url, type Id } from '@smseal/protocol';
import { frame } from '../octets/frame.ts';
import type { Octets } from '../octets/octets.ts';
import { importAesKey } from '../primitive/aes-gcm.ts';
import { hkdf, importHkdfKey } from '../primitive/hash.ts';
import { randomOctets } from '../primitive/random.ts';
import { agreementPairFromSeed, rawPublic } from '../primitive/x25519.ts';

/** Everything that one epoch's 32 random octets give. */
export interface EpochKeys {
  readonly epoch: number;
  /** The secret itself: every device that admits must be able to seal it to the next one. */
  readonly secret: Octets;
  /** Names the secret and commits to it, 32 octets; public, in the chain and in every envelope. */
  readonly keyId: Octets;
  /** AES-256-GCM key of records. */
  readonly recordKey: CryptoKey;
  /** AES-256-GCM key of live events. */
  readonly liveKey: CryptoKey;
  /** HKDF salt for keys of a device's local cache, 32 octets. */
  readonly cacheSalt: Octets;
  /** X25519 pair to which write-only devices seal. */
  readonly inbound: { readonly pair: CryptoKeyPair; readonly publicRaw: Octets };
}

/** 32 random octets. */
export function generateEpochSecret(): Octets {
  return randomOctets(32);
}

/** Derives an epoch's keys; the account and the number are part of every derivation. */
export async function deriveEpoch(account: Id, epoch: number, secret: Octets): Promise<EpochKeys> {
  const key = await importHkdfKey(secret);
  const derive = (label: string) => hkdf({ key, info: frame(`epoch/${label}`, account, epoch) });
  const pair = await agreementPairFromSeed(await derive('inbound'), false);
  return {
    epoch,
    secret,
    keyId: await derive('key-id'),
    recordKey: await importAesKey(await derive('record')),
    liveKey: await importAesKey(await derive('live')),
    cacheSalt: await derive('cache-salt'),
    inbound: { pair, publicRaw: await rawPublic(pair.publicKey) },
  };
}

/** 32 random octets: the id key, which lives as long as the account. */
export function generateIdKey(): Octets {
  return randomOctets(32);
}

/** The public commitment to an id key that every root entry of the account repeats; base64url. */
export async function idKeyCommitment(account: Id, idKey: Octets): Promise<string> {
  const key = await importHkdfKey(idKey);
  return toBase64Url(await hkdf({ key, info: frame('id-key/commitment', account) }));
}
