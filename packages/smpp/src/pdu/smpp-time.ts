/** A span of time as the carrier reads it: by its own calendar (SMPP 3.4 §7.1.1.2). */
export interface RelativeTime {
  years: number;
  months: number;
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** A point in time (`at`: ms since 1970, UTC) or a span from the moment at which the carrier reads it. */
export type SmppTime = { kind: 'absolute'; at: number } | ({ kind: 'relative' } & RelativeTime);

const ABSOLUTE = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d)(\d\d)([+-])$/;
const RELATIVE = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{3}R$/;
const QUARTER_HOUR = 15 * 60_000;
/** Quarters of an hour between UTC and the farthest local time (SMPP 3.4 §7.1.1.1). */
const MAX_QUARTERS = 48;
const CENTURY = 2000;

const two = (value: number) => String(value).padStart(2, '0');

/** Reads `YYMMDDhhmmsstnnp` and `YYMMDDhhmmss000R` (SMPP 3.4 §7.1.1); null when the text is neither. */
export function parseSmppTime(text: string): SmppTime | null {
  const relative = RELATIVE.exec(text);
  if (relative) {
    const [years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = relative
      .slice(1)
      .map(Number);
    return { kind: 'relative', years, months, days, hours, minutes, seconds };
  }
  const absolute = ABSOLUTE.exec(text);
  if (!absolute) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, tenth = 0, quarters = 0] = absolute
    .slice(1, 9)
    .map(Number);
  const local = Date.UTC(CENTURY + year, month - 1, day, hour, minute, second, tenth * 100);
  const read = new Date(local);
  // Date.UTC carries the 32nd of a month over into the next.
  const real = read.getUTCMonth() === month - 1 && read.getUTCDate() === day && read.getUTCHours() === hour;
  if (!real || minute > 59 || second > 59 || quarters > MAX_QUARTERS) return null;
  return { kind: 'absolute', at: local - (absolute[9] === '-' ? -1 : 1) * quarters * QUARTER_HOUR };
}

/**
 * Writes a point in time (ms since 1970) of the years 2000 to 2099 in the local time that is `quarters` quarters of an
 * hour ahead of UTC (−48 to 48; 0 unless said). RangeError outside of that.
 */
export function formatAbsoluteTime(at: number, quarters = 0): string {
  const local = new Date(at + quarters * QUARTER_HOUR);
  const year = local.getUTCFullYear() - CENTURY;
  if (!(year >= 0 && year < 100) || !Number.isInteger(quarters) || Math.abs(quarters) > MAX_QUARTERS)
    throw new RangeError('not a time that SMPP can say');
  const date = two(year) + two(local.getUTCMonth() + 1) + two(local.getUTCDate());
  const clock = two(local.getUTCHours()) + two(local.getUTCMinutes()) + two(local.getUTCSeconds());
  const tenth = Math.floor(local.getUTCMilliseconds() / 100);
  return `${date}${clock}${tenth}${two(Math.abs(quarters))}${quarters < 0 ? '-' : '+'}`;
}

/** Writes a span of time. RangeError when a part is not an integer from 0 to 99. */
export function formatRelativeTime(span: Partial<RelativeTime>): string {
  const { years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = span;
  const parts = [years, months, days, hours, minutes, seconds];
  if (!parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 99))
    throw new RangeError('not a span that SMPP can say');
  return `${parts.map(two).join('')}000R`;
}
