/** What the carrier counts from its start. */
export interface Counters {
  /** submit_sm that came, of every kind. */
  submitted: number;
  /** Answers that were given to them. */
  answered: number;
  /** Segments that were taken. */
  taken: number;
  /** Answers that refused, by their command_status. */
  refused: Record<number, number>;
  /** Whole texts that were taken. */
  texts: number;
  /** Segments by what became of them. */
  delivered: number;
  failed: number;
  expired: number;
  never: number;
  /** deliver_sm that were sent: repeated ones too. */
  receiptsSent: number;
  repliesSent: number;
  /** Connections that were closed in place of an answer. */
  disconnects: number;
  /** Things that nobody can read. */
  malformed: number;
}

export function noCounters(): Counters {
  return {
    submitted: 0,
    answered: 0,
    taken: 0,
    refused: {},
    texts: 0,
    delivered: 0,
    failed: 0,
    expired: 0,
    never: 0,
    receiptsSent: 0,
    repliesSent: 0,
    disconnects: 0,
    malformed: 0,
  };
}

/** Those that are one number, and can be waited for. */
export type Counted = Exclude<keyof Counters, 'refused'>;

interface Waiter {
  what: Counted;
  count: number;
  resolve: () => void;
}

/** Lets tests wait until something was counted so often. */
export class CounterWaits {
  readonly #counters: Counters;
  #waiters: Waiter[] = [];

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** Resolves once `what` was counted `count` times; rejects after `withinMs`. */
  async wait(what: Counted, count: number, withinMs: number): Promise<void> {
    if (this.#counters[what] >= count) return;
    await new Promise<void>((resolve, reject) => {
      const waiter = { what, count, resolve };
      const late = setTimeout(() => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(new Error(`${what} is ${this.#counters[what]}, not ${count}, after ${withinMs} ms.`));
      }, withinMs);
      waiter.resolve = () => {
        clearTimeout(late);
        resolve();
      };
      this.#waiters.push(waiter);
    });
  }

  /** To be called after each count. */
  check(): void {
    if (this.#waiters.length === 0) return;
    this.#waiters = this.#waiters.filter(({ what, count, resolve }) => {
      if (this.#counters[what] < count) return true;
      resolve();
      return false;
    });
  }
}
