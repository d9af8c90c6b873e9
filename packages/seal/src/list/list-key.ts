import type { Id, ListHead, ListName } from '@smseal/protocol';
import { frame } from '../octets/frame.ts';
import type { Octets } from '../octets/octets.ts';
import { importAesKey } from '../primitive/aes-gcm.ts';
import { hkdf, importHkdfKey } from '../primitive/hash.ts';
import { SealError } from '../seal-error.ts';

/** One version of a list's key. */
export interface ListKey {
  readonly secret: Octets;
  /** Names the key in envelopes and commits to it: 32 octets. */
  readonly keyId: Octets;
  /** AES-256-GCM of segments. */
  readonly segment: CryptoKey;
  /** AES-256-GCM of the keys before this one. */
  readonly keys: CryptoKey;
}

export async function deriveListKey(
  { account, list }: { account: Id; list: ListName },
  version: number,
  secret: Octets,
): Promise<ListKey> {
  const key = await importHkdfKey(secret);
  const derive = (label: string) => hkdf({ key, info: frame(`list/${label}`, account, list, version) });
  const [keyId, segment, keys] = [await derive('key-id'), await derive('segment'), await derive('keys')];
  return { secret, keyId, segment: await importAesKey(segment), keys: await importAesKey(keys) };
}

/** The keys of a list as a key set gave them: its own and all before it. Made by this room alone, and never changed. */
export interface ListKeys {
  readonly account: Id;
  readonly list: ListName;
  readonly version: number;
  readonly epoch: number;
  /** Where the list ended when the key set was signed. */
  readonly head: ListHead;
  /** Gateways to which the key is wrapped. */
  readonly gateways: readonly Id[];
  /** SHA-256 of what was signed, base64url: the same for the same key set alone. */
  readonly digest: string;
  /** By version, from 1. */
  readonly byVersion: ReadonlyMap<number, ListKey>;
}

/** @throws SealError `wrong-key` where the key set is older than the version. */
export function listKeyAt(keys: ListKeys, version: number): ListKey {
  const key = keys.byVersion.get(version);
  if (!key) throw new SealError('wrong-key', 'a version of the list’s key that the key set does not have');
  return key;
}
