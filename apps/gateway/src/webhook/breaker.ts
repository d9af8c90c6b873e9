const FAILURES_IN_A_ROW = 10;
const FIRST_OPEN_MS = 30_000;
const LONGEST_OPEN_MS = 5 * 60_000;

/**
 * A circuit breaker: after ten failures in a row nothing is attempted for 30 s, then one event is; as long as that fails
 * the pause doubles, up to 5 min. Any success closes it. Times are ms.
 */
export class Breaker {
  #failures = 0;
  #openings = 0;
  /** When the next trial may begin; null while closed. */
  #trialAt: number | null = null;
  #trial = false;

  /** When one event may be tried; null while everything may. */
  get trialAt(): number | null {
    return this.#trialAt;
  }

  /** Whether an attempt may begin. A true while open is the one trial, and must be followed by its outcome. */
  admits(now: number): boolean {
    if (this.#trialAt === null) return true;
    if (this.#trial || now < this.#trialAt) return false;
    this.#trial = true;
    return true;
  }

  /** @returns whether it was open. */
  succeeded(): boolean {
    const wasOpen = this.#trialAt !== null;
    this.#failures = 0;
    this.#openings = 0;
    this.#trialAt = null;
    this.#trial = false;
    return wasOpen;
  }

  /** @returns whether this opened it, be it again. */
  failed(now: number): boolean {
    this.#failures++;
    // What began before it opened tells nothing new.
    if (this.#trialAt === null ? this.#failures < FAILURES_IN_A_ROW : !this.#trial) return false;
    this.#trialAt = now + Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** this.#openings);
    this.#openings++;
    this.#trial = false;
    return true;
  }

  /** The trial ended without an outcome. */
  abandoned(): void {
    this.#trial = false;
  }
}
