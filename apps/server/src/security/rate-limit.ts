import { isIPv4, isIPv6 } from 'node:net';
import { CodedError } from '@smseal/protocol';

/** How often something may happen. */
export interface Rate {
  /** How many at once. */
  burst: number;
  /** How many a second in the long run. */
  perSecond: number;
}

interface Bucket {
  tokens: number;
  /** Unix time in ms. */
  at: number;
}

const MOST_KEYS = 50_000;

/**
 * Token buckets by key, in bounded memory: where there are more keys than fit, the one that was used longest ago
 * starts afresh.
 */
export class RateLimit {
  readonly #rate: Rate;
  readonly #mostKeys: number;
  readonly #buckets = new Map<string, Bucket>();
  constructor(rate: Rate, mostKeys = MOST_KEYS) {
    this.#rate = rate;
    this.#mostKeys = mostKeys;
  }

  /** Takes `cost` from the key's bucket. @returns 0, or the seconds to wait. */
  wait(key: string, now: number, cost = 1): number {
    const { burst, perSecond } = this.#rate;
    const before = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + (Math.max(0, now - before.at) / 1000) * perSecond);
    const enough = tokens >= cost;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: enough ? tokens - cost : tokens, at: now });
    if (this.#buckets.size > this.#mostKeys) {
      const oldest = this.#buckets.keys().next();
      if (!oldest.done) this.#buckets.delete(oldest.value);
    }
    return enough ? 0 : (cost - tokens) / perSecond;
  }

  /** @throws CodedError `rate-limited` with the seconds to wait. */
  take(key: string, now: number, cost = 1): void {
    const retryAfter = this.wait(key, now, cost);
    if (retryAfter > 0) throw new CodedError('rate-limited', { retryAfter });
  }

  get size(): number {
    return this.#buckets.size;
  }
}

/** The network that an address is counted under: /24 of IPv4, /56 of IPv6 (what one customer is commonly given). */
export function addressPrefix(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return `${mapped.split('.').slice(0, 3).join('.')}.0/24`;
  const bare = mapped.split('%', 1)[0] ?? '';
  if (!isIPv6(bare)) return 'unknown';
  const [head = '', tail = ''] = bare.split('::', 2);
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const middle = bare.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  const groups = [...left, ...middle, ...right].map((group) => Number.parseInt(group, 16));
  const [a = 0, b = 0, c = 0, d = 0] = groups;
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`;
}
