import { createPublicKey, verify } from 'node:crypto';

const LABEL_PREFIX = 'smseal/2026-11/';

/**
 * The framing of packages/seal/SPEC.md for octets: each part after its length in four octets, the first part being the
 * label. Public octets only; this room signs nothing.
 */
export function frame(label: string, ...parts: Uint8Array[]): Buffer {
  return Buffer.concat(
    [Buffer.from(LABEL_PREFIX + label), ...parts].flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

/** Whether this is the signature of an Ed25519 key (base64url) over the octets. */
export function isSignature(publicKey: string, octets: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, octets, key, signature);
  } catch {
    return false;
  }
}
