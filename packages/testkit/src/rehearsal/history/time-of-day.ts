import type { Seeded } from '../random/seeded.ts';

/** A stretch of time, ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A moment at which people are awake: more of them recent than old, more in the evening than at dawn (UTC). */
export function momentIn(random: Seeded, span: Span): number {
  const at = span.to - (span.to - span.from) * random.next() ** 1.7;
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  const hour = random.weighted([
    [random.between(7, 10), 3],
    [random.between(10, 16), 5],
    [random.between(16, 22.5), 8],
    [random.between(22.5, 24), 1],
  ] as const);
  const moment = Math.floor(day + hour * HOUR_MS);
  if (moment <= span.to) return Math.max(span.from, moment);
  return Math.max(span.from, Math.floor(span.to - random.next() * (span.to - day)));
}
