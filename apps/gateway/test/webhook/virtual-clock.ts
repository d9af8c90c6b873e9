import type { WebhookClock } from '../../src/webhook/webhook-clock.ts';

/** A clock that stands until it is moved on. */
export class VirtualClock implements WebhookClock {
  #now = Date.UTC(2026, 10, 22, 2, 6, 36);
  #due: { at: number; work: () => void }[] = [];

  now = (): number => this.#now;

  after = (ms: number, work: () => void): (() => void) => {
    const one = { at: this.#now + ms, work };
    const next = this.#due.findIndex(({ at }) => at > one.at);
    this.#due.splice(next === -1 ? this.#due.length : next, 0, one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  };

  /** Moves on to what falls due next, if that is by `end`, and does it. @returns whether there was anything. */
  next(end: number): boolean {
    const next = this.#due[0];
    if (next === undefined || next.at > end) return false;
    this.#due.shift();
    this.#now = next.at;
    next.work();
    return true;
  }

  /** Moves on by `ms` and does what falls due on the way, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.next(end));
    this.#now = end;
  }
}
