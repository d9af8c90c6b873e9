/** Counts the segments of one account: a second's worth at once, and so many a second. */
export class Throttle {
  #left = Infinity;
  #at = 0;

  /** Whether so many segments may pass now (ms since 1970) under a limit of `perSecond`. */
  takes(segments: number, perSecond: number, now: number): boolean {
    if (perSecond === Infinity) return true;
    const most = Math.max(1, perSecond);
    this.#left = Math.min(most, this.#left + ((now - this.#at) * perSecond) / 1_000);
    this.#at = now;
    // A thousandth is the rounding of fractions, not a segment that is missing.
    if (this.#left + 0.001 < Math.min(segments, most)) return false;
    this.#left -= segments;
    return true;
  }
}
