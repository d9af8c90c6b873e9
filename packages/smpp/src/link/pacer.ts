/** A bucket holds what may be sent in so much of a second; timers may be late by as much without loss. */
const DEPTH_SECONDS = 1 / 50;
/** After a cut the rate stays for so long before it grows again. */
const HOLD_MS = 1_000;
/** Part of the rate after the last cut by which the rate grows in a second, or of the ceiling when that is more. */
const GROWTH = 1 / 10;
const CEILING_GROWTH = 1 / 60;
/** Segments in a second that stand for a ceiling where there is none. */
const UNLIMITED = 60;
const SLOWEST = 0.1;
/** Part of a segment that sums of fractions may be off. */
const ROUNDING = 1e-6;
/** What was sent in less than this, in ms, says little about a rate. */
const MEASURABLE_MS = 100;
/** Values of congestion_state (SMPP 5.0 §4.8.4.18): from here on growth would be too much, and here it is too much. */
const OPTIMUM = 80;
const CONGESTED = 90;

/**
 * How many segments may leave now. Never more than `ceiling` in any one second; less when the carrier says that it is
 * too much: the rate is halved, and grows again by a constant amount each second (additive increase, multiplicative
 * decrease). Times are ms of the monotonic clock.
 */
export class Pacer {
  readonly #ceiling: number;
  #rate: number;
  #growth = 0;
  #tokens = 1;
  #at: number;
  #cutAt = -Infinity;
  #holdUntil = 0;
  /** What was sent since when, to know the rate that was too much when there is no ceiling. */
  #sent = 0;
  #since: number;
  #measured = 0;

  /** `ceiling`: segments in a second; Infinity for as many as the window lets through. */
  constructor(ceiling: number, now: number) {
    this.#ceiling = ceiling;
    this.#rate = ceiling;
    this.#at = now;
    this.#since = now;
  }

  /** Segments in a second that are allowed at the moment. */
  get rate(): number {
    return this.#rate;
  }

  /** Segments that may leave now; Infinity when only the window limits. */
  available(now: number): number {
    this.#advance(now);
    return this.#rate === Infinity ? Infinity : Math.max(0, Math.floor(this.#tokens + ROUNDING));
  }

  /** Takes what leaves. A message of more segments than the bucket holds is paid off before the next. */
  take(segments: number, now: number): void {
    this.#sent += segments;
    if (now - this.#since >= 1_000) {
      this.#measured = (this.#sent * 1_000) / (now - this.#since);
      this.#since = now;
      this.#sent = 0;
    }
    if (this.#rate !== Infinity) this.#tokens -= segments;
  }

  /** How long until a segment may leave; 0 when one may now. */
  waitMs(now: number): number {
    if (this.available(now) >= 1) return 0;
    return Math.max(1, Math.ceil(((1 - this.#tokens) * 1_000) / this.#refill()));
  }

  /** The carrier refused a request that was sent at `sentAt` because there were too many. */
  slowDown(sentAt: number, now: number): void {
    this.#advance(now);
    // The answers to all that was sent before a cut say nothing about the rate after it.
    if (sentAt <= this.#cutAt) return;
    const current = this.#sent > 0 ? (this.#sent * 1_000) / Math.max(MEASURABLE_MS, now - this.#since) : 0;
    const tooMuch = Math.min(this.#rate, Math.max(1, current, this.#measured));
    this.#rate = Math.max(SLOWEST, tooMuch / 2);
    this.#growth = Math.max(
      this.#rate * GROWTH,
      (this.#ceiling === Infinity ? UNLIMITED : this.#ceiling) * CEILING_GROWTH,
    );
    this.#tokens = Math.min(this.#tokens, 0);
    this.#cutAt = now;
    this.#holdUntil = now + HOLD_MS;
  }

  /** The carrier's congestion_state (0 to 99) in a response to what was sent at `sentAt`. */
  congestion(state: number, sentAt: number, now: number): void {
    if (state >= CONGESTED) this.slowDown(sentAt, now);
    else if (state >= OPTIMUM) this.#holdUntil = Math.max(this.#holdUntil, now + HOLD_MS);
  }

  #depth(): number {
    return Math.max(1, this.#rate * DEPTH_SECONDS);
  }

  /** What a full bucket adds to a second is taken off the refill. */
  #refill(): number {
    return this.#rate - (this.#depth() - 1);
  }

  #advance(now: number): void {
    const elapsed = Math.max(0, now - this.#at);
    this.#at = now;
    if (this.#rate === Infinity) return;
    const growing = Math.min(elapsed, Math.max(0, now - this.#holdUntil));
    this.#rate = Math.min(this.#ceiling, this.#rate + (this.#growth * growing) / 1_000);
    this.#tokens = Math.min(this.#depth(), this.#tokens + (this.#refill() * elapsed) / 1_000);
  }
}
