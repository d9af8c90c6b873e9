const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first, second … failed attempt; the last one from then on. */
const DELAYS_MS = [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR] as const;

/** How long an event is tried, and how long it is remembered. */
export const EVENT_LIFE_MS = 24 * HOUR;

/** Part of a delay by which it may be shorter or longer, so that what failed together is not tried together. */
const JITTER = 0.2;

/**
 * How long to wait after an attempt that failed, ms.
 *
 * @param attempts how many were made, at least 1.
 * @param random from 0 to 1.
 */
export function retryDelay(attempts: number, random: number): number {
  const delay = DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] ?? SECOND;
  return Math.round(delay * (1 - JITTER + 2 * JITTER * random));
}
