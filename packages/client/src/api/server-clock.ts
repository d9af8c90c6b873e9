/** The server's clock as its `Date` headers tell it (whole seconds), beside our own. */
export class ServerClock {
  readonly #now: () => number;
  #skewMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Our own clock, ms since 1970. */
  own(): number {
    return this.#now();
  }

  /** Server clock minus ours, ms; 0 until the server was heard. Over five minutes is worth showing. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /** The later of the two clocks: what expiry is judged by, so that neither can lengthen a command's life. */
  later(): number {
    return this.#now() + Math.max(0, this.#skewMs);
  }

  /** Our own clock, set right by the server's: what live events are stamped and judged by. */
  corrected(): number {
    return this.#now() + this.#skewMs;
  }

  /** Takes a `Date` header; differences within its own coarseness count as none. */
  hear(date: string | null): void {
    const at = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(at)) return;
    const skew = at + 500 - this.#now();
    this.#skewMs = Math.abs(skew) <= 2_000 ? 0 : skew;
  }
}
