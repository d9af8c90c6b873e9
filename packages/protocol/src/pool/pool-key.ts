/**
 * Keys of a pool's days: made by a member, signed, and sealed to the members, so that each of them opens what was sealed
 * to the pool and nobody does once the day's key is destroyed (ARCHITECTURE §7 item 7, SEAL rules on pools).
 */
import { Type, type Static } from 'typebox';
import { MAX_POOL_MEMBERS } from '../gateway/settings.ts';
import { Wrap } from '../outbox/outbox.ts';
import { closed, Count, Day, Id, octets } from '../schema.ts';

/** So many days ahead have a key, so that a sender finds one while the gateways are off. */
export const POOL_DAYS_AHEAD = 7;
/** For so many days after its own a key may still be sealed to, where there is no newer one. */
export const POOL_DAYS_LATE = 7;
/** A day's key is destroyed so many days after the last expiry of what was sealed to it: receipts come late. */
export const POOL_DAYS_KEPT = 7;
/** No batch expires later than so many days after it was posted: a year until it may leave, a year to leave. */
export const MAX_BATCH_DAYS = 2 * 366 + 1;

export const MAX_POSTED_POOL_KEYS = 32;

const MemberWrap = closed({ device: Id, wrap: Wrap });

/** `POST /v1/pools/{pool}/keys` takes some of these. Of a pool's day and generation the first one counts. */
export const PostPoolKey = closed({
  id: Id,
  pool: Id,
  generation: Count,
  /** UTC. */
  day: Day,
  author: Id,
  /** X25519 public key. */
  public: octets(32),
  /** The private key to each member, as its author knew them. */
  members: Type.Array(MemberWrap, { minItems: 1, maxItems: MAX_POOL_MEMBERS }),
  /** The author's signature over everything above but the wraps: the public key commits to their content. */
  signature: octets(64),
});
export type PostPoolKey = Static<typeof PostPoolKey>;

export const PostPoolKeys = closed({
  keys: Type.Array(PostPoolKey, { minItems: 1, maxItems: MAX_POSTED_POOL_KEYS }),
});
export type PostPoolKeys = Static<typeof PostPoolKeys>;

/** `POST /v1/pools/{pool}/grants`: keys that a member holds, for members that came later. What is there already stays. */
export const PostPoolGrants = closed({
  grants: Type.Array(closed({ key: Id, device: Id, wrap: Wrap }), { minItems: 1, maxItems: 1000 }),
});
export type PostPoolGrants = Static<typeof PostPoolGrants>;

/** A day's key as it is handed out. */
export interface PoolKeyView extends Omit<PostPoolKey, 'members'> {
  /** Those that its author signed for. */
  members: Id[];
  /** Everybody whom it is sealed to by now. */
  holders: Id[];
  /** The wrap for the device that asks; null where there is none. */
  wrap: Wrap | null;
  /** The last UTC day on which it is kept. */
  until: string;
}

/** `GET /v1/pools/{pool}/keys`: for members and for who sends, by generation and day. */
export interface PoolKeys {
  keys: PoolKeyView[];
}
