import type { ServerClock } from '../api/server-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether a command or batch has run out. The later of both clocks counts, so that a slow one cannot lengthen its life;
 * and 24 h past expiry by the device's own clock nothing makes it valid again.
 */
export function hasExpired(expires: string, clock: Pick<ServerClock, 'own' | 'later'>): boolean {
  const at = Date.parse(expires);
  return !(clock.later() < at) || clock.own() > at + DAY_MS;
}

/** Whether a batch must not leave yet, by the clock that is furthest on. */
export function isEarly(batch: { notBefore: string | null }, clock: Pick<ServerClock, 'later'>): boolean {
  return batch.notBefore !== null && clock.later() < Date.parse(batch.notBefore);
}

/** How long an id is remembered after its expiry, so that it can never be executed twice: 48 h. */
export const REMEMBER_AFTER_EXPIRY_MS = 2 * DAY_MS;
