/** When things go: the inventory's durations as days and instants. Times are milliseconds since 1970, days `YYYY-MM-DD` (UTC). */

const DAY_MS = 86_400_000;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The UTC day of an instant since 1970 (this room has no clock, and so no `Date`). */
export function utcDay(now: number): string {
  let days = Math.floor(now / DAY_MS);
  let year = 1970;
  for (; days >= (isLeap(year) ? 366 : 365); year++) days -= isLeap(year) ? 366 : 365;
  let month = 0;
  for (; month < 11; month++) {
    const length = (MONTH_LENGTHS[month] ?? 31) + (month === 1 && isLeap(year) ? 1 : 0);
    if (days < length) break;
    days -= length;
  }
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(days + 1)}`;
}

/**
 * The first day that is kept when content is kept for `days` days; what is of an earlier day is gone. A text of the first
 * of March that is kept for one day is there all of the second of March, and gone when the third begins.
 */
export function firstKeptDay(now: number, days: number): string {
  return utcDay(Math.max(0, now - days * DAY_MS));
}

/** The last instant that has gone when something is kept for `keepMs`: everything at it or before it goes. */
export function lastGoneInstant(now: number, keepMs: number): number {
  return now - keepMs;
}
