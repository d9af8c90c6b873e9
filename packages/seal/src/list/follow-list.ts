import type { AppendListSegment, Id, ListHead } from '@smseal/protocol';
import type { Chain, ChainDevice } from '../device/chain.ts';
import { fromWire } from '../octets/octets.ts';
import { requireSignature } from '../primitive/ed25519.ts';
import { SealError, type SealErrorCode } from '../seal-error.ts';
import type { ListKeys } from './list-key.ts';
import { openSegmentContent, segmentDigest, segmentStatement } from './list-segment.ts';

export interface FollowListInput {
  chain: Chain;
  keys: ListKeys;
  /** How far the list was verified. */
  from: ListHead;
  /** The ones that follow, in order. */
  segments: readonly AppendListSegment[];
  /** An end of the list that was seen before. */
  pin?: ListHead | null;
  /**
   * The caller is about to make the list's next key, whose signature settles what stands there: authors may be gone that
   * are not seen to have been there.
   */
  settling?: boolean;
}

/** A segment in its place: what is in it, or why its content did not open, which is its author’s fault alone. */
export type FollowedSegment = { number: number; author: Id } & (
  { entries: unknown[] } | { refused: SealErrorCode }
);

export interface FollowedList {
  head: ListHead;
  segments: FollowedSegment[];
}

/**
 * Verifies that segments continue a list, and opens them. Nothing of them is used where one is refused.
 * @throws SealError `list-broken` (a gap, another list, a key of another time), `list-forked` (another segment before, or
 *   another end than one seen before), `wrong-key` (the key set is older), `unknown-device`, `not-permitted`,
 *   `removed-device` (an author that is gone, beyond what was seen or signed), `bad-signature`, `malformed`.
 */
export async function followList(input: FollowListInput): Promise<FollowedList> {
  const { chain, keys, from, segments, pin = null, settling = false } = input;
  const pins = [keys.head, ...(pin ? [pin] : [])];
  const settled = settling ? Infinity : Math.max(...pins.map(({ count }) => count));
  const followed: FollowedSegment[] = [];
  let head = from;
  requireAgreement(head, pins);
  for (const segment of segments) {
    requirePlace(segment, head, keys);
    const author = requireWriter(chain, segment, settled);
    const signed = await segmentStatement(keys.account, segment, fromWire(segment.envelope));
    await requireSignature(author.sign, segment.signature, signed);
    const digest = await segmentDigest(signed, fromWire(segment.signature, 64));
    head = { count: head.count + 1, digest };
    requireAgreement(head, pins);
    followed.push({ number: segment.number, author: author.id, ...(await contentOf(segment, keys)) });
  }
  return { head, segments: followed };
}

/**
 * Holds the end of a list, as a server tells it, to ends that were seen before or signed.
 * @throws SealError `list-shorter`, `list-forked`.
 */
export function requireListEnd(end: ListHead, pins: readonly ListHead[]): void {
  if (pins.some(({ count }) => end.count < count))
    throw new SealError('list-shorter', 'a list that ends before what was seen of it');
  requireAgreement(end, pins);
}

function requireAgreement(head: ListHead, pins: readonly ListHead[]): void {
  if (pins.some(({ count, digest }) => count === head.count && digest !== head.digest))
    throw new SealError('list-forked', 'another list than the one seen before');
}

function requirePlace(segment: AppendListSegment, head: ListHead, keys: ListKeys): void {
  if (segment.list !== keys.list || segment.number !== head.count)
    throw new SealError('list-broken', 'not the next segment of the list');
  if (segment.previous !== head.digest)
    throw new SealError('list-forked', 'a segment that follows another one than stands before it');
  if (segment.keyVersion > keys.version)
    throw new SealError('wrong-key', 'a segment under a newer key of the list');
  if (segment.number < keys.head.count === (segment.keyVersion === keys.version))
    throw new SealError('list-broken', 'a segment under a key of another time');
}

/** Below what was seen or signed by a device that configures, the author may have been removed since. */
function requireWriter(chain: Chain, { author, number }: AppendListSegment, settled: number): ChainDevice {
  const device = chain.device(author);
  if (!device) throw new SealError('unknown-device', 'a segment of a device that the chain never admitted');
  if (!device.can.includes('read') && !device.can.includes('write'))
    throw new SealError('not-permitted', 'a segment of a device that may neither read nor write');
  if (device.removedIndex !== null && number >= settled)
    throw new SealError('removed-device', 'a segment of a removed device');
  return device;
}

async function contentOf(
  segment: AppendListSegment,
  keys: ListKeys,
): Promise<{ entries: unknown[] } | { refused: SealErrorCode }> {
  try {
    return { entries: await openSegmentContent(segment, keys) };
  } catch (error) {
    if (error instanceof SealError) return { refused: error.code };
    throw error;
  }
}
