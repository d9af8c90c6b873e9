/** Times as people read them: in the reader's zone and language, relative under a day, absolute on hover. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const weekdayLong = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayMonthLong = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const dateLong = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const stamp = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

/** Whole days between two moments in the reader's zone: 0 today, 1 yesterday. Steady over changes of the clock. */
export function daysBetween(then: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(then)) / DAY);
}

/** `14:03`. */
export function clockTime(at: string): string {
  return clock.format(new Date(at));
}

/** For a list row: time today, `Yesterday`, weekday this week, then the date. */
export function listTime(at: string, now: number): string {
  const then = Date.parse(at);
  const days = daysBetween(then, now);
  if (days <= 0) return clock.format(then);
  if (days === 1) return 'Yesterday';
  if (days < 7) return weekday.format(then);
  return new Date(then).getFullYear() === new Date(now).getFullYear()
    ? dayMonth.format(then)
    : date.format(then);
}

/** For a line between days: `Today`, `Yesterday`, a weekday, then the date. */
export function dayLabel(at: string, now: number): string {
  const then = Date.parse(at);
  const days = daysBetween(then, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return weekdayLong.format(then);
  return new Date(then).getFullYear() === new Date(now).getFullYear()
    ? dayMonthLong.format(then)
    : dateLong.format(then);
}

/** `just now`, `4 min ago`, `3 h ago`; the date from a day on. */
export function ago(at: string, now: number): string {
  const passed = now - Date.parse(at);
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  return `on ${listDate(at, now)}`;
}

/** The day alone, with the year where it is another one. */
export function listDate(at: string, now: number): string {
  const then = Date.parse(at);
  return new Date(then).getFullYear() === new Date(now).getFullYear()
    ? dayMonth.format(then)
    : date.format(then);
}

/** A UTC day as the server keeps it: `today`, `yesterday`, or the date. */
export function dayAgo(day: string, now: number): string {
  const days = daysBetween(Date.parse(`${day.slice(0, 10)}T12:00:00`), now);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  return `on ${listDate(day, now)}`;
}

/** Day and time in short, for tables. */
export function stampTime(at: string): string {
  return stamp.format(new Date(at));
}

/** Everything about a moment, for the hover. */
export function fullTime(at: string): string {
  return full.format(new Date(at));
}

/** Seconds as `42 s`, `3 min 05 s`, `1 h 12 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
