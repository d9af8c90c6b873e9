/** One attempt to tell one event: no text and no number. */
export interface Attempt {
  /** The header `webhook-id`. */
  event: string;
  /** `batch:index` of a text that was sent, or the id of one that came in. */
  message: string;
  /** From 1. */
  attempt: number;
  /** When it began, ms since 1970. */
  at: number;
  /** HTTP status; null when none came. */
  status: number | null;
  /** `redirect`, `timeout`, `address-refused` or another code; null when the status says it all. */
  error: string | null;
  /** How long it took. */
  ms: number;
  /** When it is tried again, ms since 1970; null when it is not. */
  nextAt: number | null;
}

const MOST = 500;

/** The last 500 attempts. */
export class AttemptLog<T extends Attempt = Attempt> {
  readonly #attempts: T[] = [];
  #next = 0;

  add(attempt: T): void {
    this.#attempts[this.#next] = attempt;
    this.#next = (this.#next + 1) % MOST;
  }

  /** Newest first. */
  list(): T[] {
    return [...this.#attempts.slice(this.#next), ...this.#attempts.slice(0, this.#next)].reverse();
  }
}
