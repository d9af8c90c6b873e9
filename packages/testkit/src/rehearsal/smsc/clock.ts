/** Where a carrier's time comes from: the machine, or a test that moves it on by hand. */
export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Does `work` once, `ms` from now. */
  after(ms: number, work: () => void): void;
}

export const MACHINE_CLOCK: Clock = {
  now: Date.now,
  after: (ms, work) => void setTimeout(work, ms).unref(),
};

/** A clock that stands until it is moved on. */
export class ManualClock implements Clock {
  #now: number;
  #due: { at: number; work: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): void {
    const at = this.#now + ms;
    const next = this.#due.findIndex((other) => other.at > at);
    this.#due.splice(next === -1 ? this.#due.length : next, 0, { at, work });
  }

  /** Moves on by `ms` and does what falls due on the way, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#due[0]; next !== undefined && next.at <= end; next = this.#due[0]) {
      this.#due.shift();
      this.#now = next.at;
      next.work();
    }
    this.#now = end;
  }
}
