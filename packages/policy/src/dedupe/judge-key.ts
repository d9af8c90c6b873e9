/** How long a key is remembered, in ms (ARCHITECTURE §7.3). */
export const KEY_MS = 24 * 3_600_000;

/** A keyed request that was answered. */
export interface KeyedRequest {
  /** Hash of the body, in any one form that is compared by `===`. */
  bodyHash: string;
  /** When the key was claimed, ms since 1970. */
  at: number;
}

/**
 * What a request with an idempotency key is: `first` is carried out and claims the key, `replay` is answered with the
 * first answer, `conflict` is refused, because its body is another (draft-ietf-httpapi-idempotency-key-header-07 §2.6).
 */
export type KeyVerdict = 'first' | 'replay' | 'conflict';

/**
 * Judges a request at `now` (ms) by what is remembered of its key. A key of the future (the clock went back) is remembered
 * too: to send twice is worse than to refuse once.
 */
export function judgeKey(known: KeyedRequest | null, bodyHash: string, now: number): KeyVerdict {
  if (known === null || now >= known.at + KEY_MS) return 'first';
  return known.bodyHash === bodyHash ? 'replay' : 'conflict';
}
