import type { Id } from '@smseal/protocol';

/** How much an API key may ask for: `limit` in any `seconds`, and the same again as they pass. */
export interface QuotaPolicy {
  /** As it stands in the headers. */
  name: string;
  limit: number;
  seconds: number;
}

/** What came of asking. */
export interface QuotaTaken {
  /** `RateLimit`: what is left, and the seconds until all of it is there again. */
  left: string;
  /** Seconds to wait where there was not enough; null where it was taken. */
  retryAfter: number | null;
}

interface Bucket {
  left: number;
  /** ms since 1970. */
  at: number;
}

/** Most API keys that are remembered: more than the settings can name. */
const MOST_KEYS = 1_000;

/**
 * Token buckets by API key, told as `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11). What
 * is asked for at once is taken whole or not at all.
 */
export class Quota {
  /** `RateLimit-Policy`. */
  readonly policy: string;
  readonly #policy: QuotaPolicy;
  readonly #buckets = new Map<Id, Bucket>();

  constructor(policy: QuotaPolicy) {
    this.#policy = policy;
    this.policy = `"${policy.name}";q=${policy.limit};w=${policy.seconds}`;
  }

  /** Takes `cost` from a key's bucket at `now` (ms since 1970), if it is there. */
  take(key: Id, now: number, cost = 1): QuotaTaken {
    const { name, limit, seconds } = this.#policy;
    const bucket = this.#bucketOf(key, now);
    const perSecond = limit / seconds;
    bucket.left = Math.min(limit, bucket.left + (Math.max(0, now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    const enough = bucket.left >= cost;
    if (enough) bucket.left -= cost;
    const whole = Math.ceil((limit - bucket.left) / perSecond);
    return {
      left: `"${name}";r=${Math.floor(bucket.left)};t=${whole}`,
      retryAfter: enough ? null : Math.max(1, Math.ceil((cost - bucket.left) / perSecond)),
    };
  }

  #bucketOf(key: Id, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= MOST_KEYS) this.#buckets.clear();
    const bucket = { left: this.#policy.limit, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
