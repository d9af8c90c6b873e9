/** How long a request under way may still be answered once somebody asked to stop, ms. */
const LAST_ANSWER_MS = 10_000;

/** What Ctrl-C asks for, time by time: stop, then cancel, then end at once. SIGTERM stops, and waits for nothing. */
export class Interrupts {
  readonly #stop = new AbortController();
  readonly #hurry = new AbortController();
  readonly #cancel = new AbortController();
  readonly #pressed = (): void => {
    if (this.#cancel.signal.aborted) process.exit(130);
    if (this.#stop.signal.aborted) this.#cancel.abort();
    else this.#asked();
  };
  readonly #ended = (): void => {
    this.#stop.abort();
    this.#hurry.abort();
    this.#isOver = true;
  };
  #isOver = false;

  /** Nothing more shall be handed in or watched. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** What is under way is not waited for. */
  get hurry(): AbortSignal {
    return this.#hurry.signal;
  }

  /** What was handed in shall be cancelled. */
  get cancel(): AbortSignal {
    return this.#cancel.signal;
  }

  listen(): this {
    process.on('SIGINT', this.#pressed);
    process.on('SIGTERM', this.#ended);
    return this;
  }

  deafen(): void {
    process.off('SIGINT', this.#pressed);
    process.off('SIGTERM', this.#ended);
  }

  /** Whether somebody asks, within `ms`, to cancel what was handed in. */
  asksToCancel(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#isOver || this.#cancel.signal.aborted) return resolve(this.#cancel.signal.aborted);
      const timer = setTimeout(() => resolve(false), ms);
      this.#cancel.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  #asked(): void {
    this.#stop.abort();
    setTimeout(() => this.#hurry.abort(), LAST_ANSWER_MS).unref();
  }
}
