import type { Id } from '@smseal/protocol';
import { frame } from '../octets/frame.ts';
import type { Octets } from '../octets/octets.ts';
import { importAesKey } from '../primitive/aes-gcm.ts';
import { hkdf, importHkdfKey } from '../primitive/hash.ts';

/** What a batch's content key gives. */
export interface ContentKeys {
  /** Commits to the content key: whoever opens a wrap of another key notices. 32 octets. */
  keyId: Octets;
  /** AES-256-GCM key of the batch's texts. */
  content: CryptoKey;
  /** AES-256-GCM key of its event segments. */
  events: CryptoKey;
}

/** Derives a batch's keys from its 32-octet content key. */
export async function deriveContentKeys(batch: Id, contentKey: Octets): Promise<ContentKeys> {
  const key = await importHkdfKey(contentKey);
  const derive = (label: string) => hkdf({ key, info: frame(`batch/${label}`, batch) });
  return {
    keyId: await derive('key-id'),
    content: await importAesKey(await derive('content')),
    events: await importAesKey(await derive('events')),
  };
}
