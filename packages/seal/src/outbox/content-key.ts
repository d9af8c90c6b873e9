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

/** By the very array that holds a content key: who sends a batch derives its keys once, not for every segment. */
const derived = new WeakMap<Octets, { batch: Id; keys: Promise<ContentKeys> }>();

/** Derives a batch's keys from its 32-octet content key, which is not changed afterwards. */
export function deriveContentKeys(batch: Id, contentKey: Octets): Promise<ContentKeys> {
  const known = derived.get(contentKey);
  if (known?.batch === batch) return known.keys;
  const keys = derive(batch, contentKey);
  derived.set(contentKey, { batch, keys });
  return keys;
}

async function derive(batch: Id, contentKey: Octets): Promise<ContentKeys> {
  const key = await importHkdfKey(contentKey);
  const of = (label: string) => hkdf({ key, info: frame(`batch/${label}`, batch) });
  return {
    keyId: await of('key-id'),
    content: await importAesKey(await of('content')),
    events: await importAesKey(await of('events')),
  };
}
