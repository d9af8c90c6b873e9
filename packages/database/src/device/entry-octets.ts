import { createHash, createPublicKey, verify } from 'node:crypto';

const LABEL_PREFIX = 'smseal/2026-11/';

/**
 * The framing of packages/seal/SPEC.md for octets: each part after its length in four octets, the first part being the
 * label. Public octets only; this room signs nothing.
 */
function frame(label: string, ...parts: Uint8Array[]): Buffer {
  return Buffer.concat(
    [Buffer.from(LABEL_PREFIX + label), ...parts].flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

/** An entry as stored: the signed octets and the signature. */
export interface EntryOctets {
  body: Uint8Array;
  signature: Uint8Array;
}

/** The hash that the next entry names as `previous`, base64url. */
export function entryHash({ body, signature }: EntryOctets): string {
  return createHash('sha256')
    .update(frame('chain/hash', body, signature))
    .digest('base64url');
}

/**
 * Whether the entry is signed by an Ed25519 key (base64url). Devices check this themselves and trust nobody's word; it
 * is checked here as well so that nobody with a stolen session can spoil a chain, which is never taken back.
 */
export function isSignedBy(publicKey: string, { body, signature }: EntryOctets): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, frame('chain/signature', body), key, signature);
  } catch {
    return false;
  }
}
