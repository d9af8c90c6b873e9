/** A refused bind is tried again so much later than a lost link: carriers lock accounts that hammer. */
const REFUSED_FACTOR = 5;

/** How long to wait before the next attempt, in ms. */
export class Backoff {
  readonly #least: number;
  readonly #most: number;
  readonly #random: () => number;
  #failures = 0;

  /** From `least` to `most` ms; `random` gives numbers from 0 to 1. */
  constructor(least: number, most: number, random: () => number = Math.random) {
    this.#least = least;
    this.#most = most;
    this.#random = random;
  }

  /** Doubles with each failure; half of it is chance, so that the sessions of a fallen carrier do not return at once. */
  next(refused: boolean): number {
    const factor = refused ? REFUSED_FACTOR : 1;
    const full = Math.min(this.#most, this.#least * 2 ** this.#failures) * factor;
    this.#failures = Math.min(this.#failures + 1, 32);
    return full / 2 + (full / 2) * this.#random();
  }

  reset(): void {
    this.#failures = 0;
  }
}
