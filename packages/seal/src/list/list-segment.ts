import {
  ListSegmentContent,
  toBase64Url,
  type AppendListSegment,
  type Id,
  type ListHead,
} from '@smseal/protocol';
import { Check } from 'typebox/schema';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { requireLive } from '../device/standing.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import { frame, type Part } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { sign } from '../primitive/ed25519.ts';
import { sha256 } from '../primitive/hash.ts';
import { SealError } from '../seal-error.ts';
import { listKeyAt, type ListKeys } from './list-key.ts';

export interface SealListSegmentInput {
  chain: Chain;
  /** A live device that can `read` or `write`. */
  by: DeviceKeys;
  keys: ListKeys;
  /** The end of the list that it continues. */
  after: ListHead;
  /** 1 to 1,000, of the shape that the list demands. */
  entries: readonly unknown[];
}

export interface SealedListSegment {
  segment: AppendListSegment;
  /** The end of the list with it. */
  head: ListHead;
}

/** Seals and signs the next segment of a list. @throws SealError `unknown-device`, `removed-device`, `not-permitted`. */
export async function sealListSegment(input: SealListSegmentInput): Promise<SealedListSegment> {
  return sealListSegmentWith(input);
}

/** @param nonce random unless given; known-answer vectors alone give it. */
export async function sealListSegmentWith(
  { chain, by, keys, after, entries }: SealListSegmentInput,
  nonce?: Octets,
): Promise<SealedListSegment> {
  requireLive(chain, by.id, chain.may(by.id, 'read') ? 'read' : 'write');
  const { account, list, version } = keys;
  const place = { list, number: after.count, author: by.id, previous: after.digest, keyVersion: version };
  const key = listKeyAt(keys, version);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: key.keyId,
    key: key.segment,
    aad: additionalData(account, place),
    payload: { v: 1, entries },
    ...(nonce ? { nonce } : {}),
  });
  const signed = await segmentStatement(account, place, envelope);
  const signature = await sign(by.sign.privateKey, signed);
  return {
    segment: { ...place, envelope: toBase64Url(envelope), signature: toBase64Url(signature) },
    head: { count: after.count + 1, digest: await segmentDigest(signed, signature) },
  };
}

type Place = Omit<AppendListSegment, 'envelope' | 'signature'>;

/** What the author signs. */
export async function segmentStatement(account: Id, place: Place, envelope: Octets): Promise<Octets> {
  return frame('list/segment/signature', ...placeParts(account, place), await sha256(envelope));
}

/** What the next segment names as `previous`, base64url. */
export async function segmentDigest(signed: Octets, signature: Octets): Promise<string> {
  return toBase64Url(await sha256(frame('list/segment/digest', signed, signature)));
}

/**
 * Opens a segment of which author, place and signature were verified.
 * @throws SealError `wrong-key`, `not-authentic`, `unknown-suite`, `malformed`.
 */
export async function openSegmentContent(segment: AppendListSegment, keys: ListKeys): Promise<unknown[]> {
  const key = listKeyAt(keys, segment.keyVersion);
  const parts = splitEnvelope(fromWire(segment.envelope));
  if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of lists');
  if (!equalOctets(parts.name, key.keyId)) throw new SealError('wrong-key', 'not under the key of its list');
  const content = await openEnvelope(parts, key.segment, additionalData(keys.account, segment));
  if (!Check(ListSegmentContent, content)) throw new SealError('malformed', 'no entries of a list');
  return content.entries;
}

function additionalData(account: Id, place: Place): Octets {
  return frame('list/segment', SUITE_KEY, ...placeParts(account, place));
}

function placeParts(account: Id, { list, number, author, previous, keyVersion }: Place): Part[] {
  return [account, list, number, author, previous ?? '', keyVersion];
}
