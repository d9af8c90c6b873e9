/**
 * UTC days as `YYYY-MM-DD`, counted as calendars and laws count them. Instants are milliseconds since 1970; this room has no
 * clock, and so no `Date`.
 */

const DAY_MS = 86_400_000;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** `month` from 0. */
function lengthOf(year: number, month: number): number {
  return (MONTH_LENGTHS[month] ?? 31) + (month === 1 && isLeap(year) ? 1 : 0);
}

function written(year: number, month: number, date: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(date)}`;
}

/** The UTC day of an instant since 1970. */
export function utcDay(now: number): string {
  let days = Math.floor(now / DAY_MS);
  let year = 1970;
  for (; days >= (isLeap(year) ? 366 : 365); year++) days -= isLeap(year) ? 366 : 365;
  let month = 0;
  for (; month < 11 && days >= lengthOf(year, month); month++) days -= lengthOf(year, month);
  return written(year, month, days + 1);
}

/** The instant with which a day since 1970 begins. @throws Error for what is no day. */
export function startOfDay(day: string): number {
  const { year, month, date } = partsOf(day);
  let days = date - 1;
  for (let before = 1970; before < year; before++) days += isLeap(before) ? 366 : 365;
  for (let before = 0; before < month; before++) days += lengthOf(year, before);
  return days * DAY_MS;
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return utcDay(startOfDay(day) + days * DAY_MS);
}

/** The same date so many months later; where that month has no such date, its last one (Regulation 1182/71, article 3(2)(c)). */
export function addMonths(day: string, months: number): string {
  const { year, month, date } = partsOf(day);
  const index = year * 12 + month + months;
  const [inYear, inMonth] = [Math.floor(index / 12), index % 12];
  return written(inYear, inMonth, Math.min(date, lengthOf(inYear, inMonth)));
}

/** The day so many working days later, Monday to Friday. Holidays are not known: they only make a term longer. */
export function addWorkingDays(day: string, days: number): string {
  let reached = startOfDay(day);
  for (let left = days; left > 0;) {
    reached += DAY_MS;
    if (isWorkingDay(reached)) left--;
  }
  return utcDay(reached);
}

/** 1970 began on a Thursday. */
function isWorkingDay(start: number): boolean {
  return (Math.floor(start / DAY_MS) + 3) % 7 < 5;
}

/** `month` from 0. */
function partsOf(day: string): { year: number; month: number; date: number } {
  const [year = 0, month = 0, date = 0] = (DAY.exec(day) ?? []).slice(1).map(Number);
  if (year < 1970 || month < 1 || month > 12 || date < 1 || date > lengthOf(year, month - 1))
    throw new Error(`${day} is no day since 1970`);
  return { year, month: month - 1, date };
}
