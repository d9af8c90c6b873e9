import { pause } from './back-off.ts';

/** A loop's sleep that others can end early. A wake during work is kept for the next sleep. */
export class Wakeable {
  #woken = false;
  #early: AbortController | null = null;

  wake(): void {
    this.#woken = true;
    this.#early?.abort();
  }

  /** Sleeps until woken, until `ms` have passed, or rejects with the signal's reason. */
  async nap(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#woken) {
      this.#early = new AbortController();
      await pause(ms, AbortSignal.any([signal, this.#early.signal])).catch(() => signal.throwIfAborted());
      this.#early = null;
    }
    this.#woken = false;
  }
}
