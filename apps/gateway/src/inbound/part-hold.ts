/**
 * Parts of one text that came and are not answered for. They wait a little for the others together; then what came is
 * stored by itself, and they are answered for.
 */
export class PartHold<T> {
  readonly #ms: number;
  readonly #store: (before: readonly T[]) => Promise<T | null>;
  /** What was stored of the text so far. */
  readonly #stored: T[] = [];
  #waiting: PromiseWithResolvers<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  /** `store` is given what was stored of the text before. */
  constructor(ms: number, store: (before: readonly T[]) => Promise<T | null>) {
    this.#ms = ms;
    this.#store = store;
  }

  /** Whether all parts that came are stored. */
  get isEmpty(): boolean {
    return this.#waiting === null;
  }

  /** Resolves once the part that just came is safe. */
  wait(): Promise<void> {
    this.#waiting ??= this.#begin();
    return this.#waiting.promise;
  }

  /** Nothing more is awaited: `last` stores the text, after what is under way, and answers for all parts. */
  end(last: (before: readonly T[]) => Promise<void>): Promise<void> {
    clearTimeout(this.#timer);
    const ended = this.#running.then(() => last(this.#stored));
    this.#settle(this.#waiting, ended);
    return ended;
  }

  #begin(): PromiseWithResolvers<void> {
    this.#timer = setTimeout(() => {
      const waiting = this.#waiting;
      this.#waiting = null;
      const stored = this.#store(this.#stored).then((one) => void (one === null || this.#stored.push(one)));
      this.#running = stored.catch(() => undefined);
      this.#settle(waiting, stored);
    }, this.#ms);
    return Promise.withResolvers<void>();
  }

  #settle(waiting: PromiseWithResolvers<void> | null, stored: Promise<void>): void {
    if (waiting) stored.then(waiting.resolve, waiting.reject);
  }
}
