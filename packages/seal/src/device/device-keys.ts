import { toBase64Url, type DeviceDescription, type Id, type Platform } from '@smseal/protocol';
import { fromWire, type Octets } from '../octets/octets.ts';
import { generateSigningPair, signingPairFromSeed, signingSeed } from '../primitive/ed25519.ts';
import { sha256 } from '../primitive/hash.ts';
import { randomId, randomOctets } from '../primitive/random.ts';
import {
  agreementPairFromSeed,
  agreementSeed,
  generateAgreementPair,
  rawPublic,
} from '../primitive/x25519.ts';

/** A device's own pairs. In a browser they are not extractable and live in IndexedDB as they are. */
export interface DeviceKeys {
  id: Id;
  /** Ed25519. */
  sign: CryptoKeyPair;
  /** X25519. */
  agree: CryptoKeyPair;
  signPublic: Octets;
  agreePublic: Octets;
}

/** Device keys as a program keeps them in a file of its own (0600): seeds in base64url. */
export interface StoredDeviceKeys {
  v: 1;
  id: Id;
  sign: string;
  agree: string;
}

/** Makes a device's keys; not extractable unless asked. */
export async function generateDeviceKeys(
  options: { id?: Id; extractable?: boolean } = {},
): Promise<DeviceKeys> {
  const { id = randomId(), extractable = false } = options;
  return withPublics(id, await generateSigningPair(extractable), await generateAgreementPair(extractable));
}

/** For programs that keep their keys in a file. @throws InvalidAccessError when the keys are not extractable. */
export async function exportDeviceKeys(keys: DeviceKeys): Promise<StoredDeviceKeys> {
  const sign = toBase64Url(await signingSeed(keys.sign.privateKey));
  const agree = toBase64Url(await agreementSeed(keys.agree.privateKey));
  return { v: 1, id: keys.id, sign, agree };
}

/** Reads what {@link exportDeviceKeys} wrote; extractable again. @throws SealError `malformed`. */
export async function importDeviceKeys(stored: StoredDeviceKeys): Promise<DeviceKeys> {
  const sign = await signingPairFromSeed(fromWire(stored.sign, 32), true);
  const agree = await agreementPairFromSeed(fromWire(stored.agree, 32), true);
  return withPublics(stored.id, sign, agree);
}

/** What the chain says of a device. */
export function describeDevice(keys: DeviceKeys, platform: Platform, name: string): DeviceDescription {
  const sign = toBase64Url(keys.signPublic);
  const agree = toBase64Url(keys.agreePublic);
  return { id: keys.id, platform, name, sign, agree };
}

/** A device's bearer token (256 bits) and the SHA-256 of its octets, which is all that the server keeps. */
export async function newCredential(): Promise<{ token: string; hash: string }> {
  const octets = randomOctets(32);
  return { token: toBase64Url(octets), hash: toBase64Url(await sha256(octets)) };
}

async function withPublics(id: Id, sign: CryptoKeyPair, agree: CryptoKeyPair): Promise<DeviceKeys> {
  const signPublic = await rawPublic(sign.publicKey);
  const agreePublic = await rawPublic(agree.publicKey);
  return { id, sign, agree, signPublic, agreePublic };
}
