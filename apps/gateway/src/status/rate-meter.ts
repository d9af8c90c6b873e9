/** Counts what happens in each second of the recent past. */
export class RateMeter {
  readonly #counts: number[];
  /** The second that is being counted, since 1970. */
  #second = 0;

  /** `seconds`: how far back it counts. */
  constructor(seconds: number) {
    // One more for the second that is not over.
    this.#counts = Array<number>(seconds + 1).fill(0);
  }

  /** `now` in ms since 1970. */
  count(now: number): void {
    this.#turnTo(now);
    const place = this.#placeOf(this.#second);
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /** The whole seconds before `now`, the newest last. */
  perSecond(now: number): number[] {
    this.#turnTo(now);
    const seconds = this.#counts.length - 1;
    return Array.from(
      { length: seconds },
      (_, back) => this.#counts[this.#placeOf(this.#second - seconds + back)] ?? 0,
    );
  }

  /** Empties the seconds that have begun since the last look. A clock that goes back counts on where it was. */
  #turnTo(now: number): void {
    const second = Math.floor(now / 1_000);
    const passed = Math.min(second - this.#second, this.#counts.length);
    for (let step = 0; step < passed; step++) this.#counts[this.#placeOf(second - step)] = 0;
    this.#second = Math.max(this.#second, second);
  }

  #placeOf(second: number): number {
    return ((second % this.#counts.length) + this.#counts.length) % this.#counts.length;
  }
}
