/** When things go: the inventory's durations as days and instants. Times are milliseconds since 1970, days `YYYY-MM-DD` (UTC). */
import { utcDay } from '../calendar/days.ts';

const DAY_MS = 86_400_000;

/**
 * The first day that is kept when content is kept for `days` days; what is of an earlier day is gone. A text of the first
 * of March that is kept for one day is there all of the second of March, and gone when the third begins.
 */
export function firstKeptDay(now: number, days: number): string {
  return utcDay(Math.max(0, now - days * DAY_MS));
}

/** For how many days content is kept where an account has chosen `days`: what was chosen under other bounds is moved to the nearest. */
export function keptDays(days: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, Math.round(days)));
}

/** The last instant that has gone when something is kept for `keepMs`: everything at it or before it goes. */
export function lastGoneInstant(now: number, keepMs: number): number {
  return now - keepMs;
}
