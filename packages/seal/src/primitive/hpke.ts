/**
 * HPKE base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Base mode proves nothing about
 * the sender: whatever is opened is checked against a commitment or a signature before it is used.
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';
import { importAgreementKey } from './x25519.ts';

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

export interface HpkeRecipient {
  /** X25519 public key of the recipient. */
  to: Octets;
  /** A frame that names the slot: for what, for whom. */
  info: Octets;
  /** Fixed key material of the ephemeral pair; known-answer vectors alone give it. */
  ephemeral?: Octets;
}

/** Seals a 32-octet key: 32 octets of encapsulation, 48 of ciphertext and tag. */
export async function hpkeSeal(
  recipient: HpkeRecipient,
  key: Octets,
): Promise<{ enc: Octets; sealed: Octets }> {
  const { ct, enc } = await suite.seal(await sender(recipient), key);
  return { enc: new Uint8Array(enc), sealed: new Uint8Array(ct) };
}

export interface HpkeOpening {
  pair: CryptoKeyPair;
  info: Octets;
  enc: Octets;
}

/** @throws SealError `not-authentic` when it was not sealed to this pair for this slot. */
export async function hpkeOpen({ pair, info, enc }: HpkeOpening, sealed: Octets): Promise<Octets> {
  try {
    return new Uint8Array(await suite.open({ recipientKey: pair, info, enc }, sealed));
  } catch {
    throw new SealError('not-authentic', 'the key was not sealed to this recipient for this slot');
  }
}

/** An encapsulation and 32 octets exported under `exporter` (RFC 9180 §5.3). */
export async function hpkeSendExport(
  recipient: HpkeRecipient,
  exporter: Octets,
): Promise<{ enc: Octets; secret: Octets }> {
  const context = await suite.createSenderContext(await sender(recipient));
  return { enc: new Uint8Array(context.enc), secret: new Uint8Array(await context.export(exporter, 32)) };
}

/** The recipient's side of {@link hpkeSendExport}. @throws SealError `not-authentic` on an impossible encapsulation. */
export async function hpkeReceiveExport(opening: HpkeOpening, exporter: Octets): Promise<Octets> {
  const { pair, info, enc } = opening;
  try {
    const context = await suite.createRecipientContext({ recipientKey: pair, info, enc });
    return new Uint8Array(await context.export(exporter, 32));
  } catch {
    throw new SealError('not-authentic', 'the encapsulation is not for this key');
  }
}

async function sender({ to, info, ephemeral }: HpkeRecipient) {
  const recipientPublicKey = await importAgreementKey(to);
  return { recipientPublicKey, info, ...(ephemeral ? { ekm: ephemeral } : {}) };
}
