import { createHash } from 'node:crypto';
import { frame, isSignature } from './signed-octets.ts';

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
  return isSignature(publicKey, frame('chain/signature', body), signature);
}
