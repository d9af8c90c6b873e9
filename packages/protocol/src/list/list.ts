/**
 * Lists: sealed, append-only sets that readers and granted gateways follow (ARCHITECTURE §4, SEAL rules on lists). The
 * server sees how many segments there are, who appended each, and which gateways hold the key.
 */
import { Type, type Static } from 'typebox';
import { Wrap } from '../outbox/outbox.ts';
import { closed, Count, Id, octets, octetsUpTo, Positive } from '../schema.ts';

/** Numbers that must not be texted, and evidence of who agreed to be. */
export const LIST_NAMES = ['suppressions', 'consents'] as const;
export const ListName = Type.Enum([...LIST_NAMES]);
export type ListName = (typeof LIST_NAMES)[number];

export const MAX_LIST_ENTRIES = 1000;
export const MAX_LIST_SEGMENT_OCTETS = 2 * 1024 * 1024;
export const MAX_LIST_KEYS_OCTETS = 256 * 1024;
export const MAX_LIST_GATEWAYS = 200;

/** How many segments a list has, and the digest of the last one; null for none. */
export const ListHead = closed({ count: Count, digest: Type.Union([octets(32), Type.Null()]) });
export type ListHead = Static<typeof ListHead>;

/**
 * `PUT /v1/lists/{list}/keys`, and what `GET` of the same path gives back: the newest list key, wrapped to the account's
 * readers and to each granted gateway. `version` is the stored one plus one; each version brings a new key.
 */
export const ListKeySet = closed({
  list: ListName,
  version: Positive,
  author: Id,
  epoch: Positive,
  /** The list as its author had it: what is below was sealed under earlier keys, what is above is not. */
  head: ListHead,
  /** AES-256-GCM of the keys of all earlier versions under this one. */
  envelope: octetsUpTo(MAX_LIST_KEYS_OCTETS),
  /** The list key to the account's inbound key of `epoch`. */
  accountWrap: Wrap,
  /** The list key to each gateway that follows the list. */
  gateways: Type.Array(closed({ device: Id, wrap: Wrap }), { maxItems: MAX_LIST_GATEWAYS }),
  /** The author's signature over everything above but the wraps, to whose content the envelope commits. */
  signature: octets(64),
});
export type ListKeySet = Static<typeof ListKeySet>;

/**
 * `POST /v1/lists/{list}/segments`. `number` is how many there are, or 409 `list-conflict` with the head to go on from;
 * the same octets again change nothing.
 */
export const AppendListSegment = closed({
  list: ListName,
  /** 0 for the first, then one more each. */
  number: Count,
  author: Id,
  /** Digest of the segment before; null for the first. */
  previous: Type.Union([octets(32), Type.Null()]),
  /** Version of the key set whose key it is sealed under. */
  keyVersion: Positive,
  /** AES-256-GCM of {@link ListSegmentContent}. */
  envelope: octetsUpTo(MAX_LIST_SEGMENT_OCTETS),
  signature: octets(64),
});
export type AppendListSegment = Static<typeof AppendListSegment>;

/** Inside a segment's envelope; what an entry is, its list says. */
export const ListSegmentContent = Type.Object({
  v: Type.Literal(1),
  entries: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_LIST_ENTRIES }),
});
export type ListSegmentContent = Static<typeof ListSegmentContent>;

/** `GET /v1/lists/{list}/segments?after=`: segments from number `after` on, as many as fit a page. */
export interface ListSegmentsPage {
  segments: AppendListSegment[];
  /** Where the list ends now. */
  head: ListHead;
  /** Version of the newest key set. */
  keyVersion: number;
}
