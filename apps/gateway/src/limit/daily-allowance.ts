import { nextUtcDay } from '@smseal/policy';
import type { Log } from '../log/log.ts';
import type { DayCountStore } from './day-count.ts';

export interface DailyAllowanceOptions {
  store: DayCountStore;
  now: () => number;
  log: Log;
}

/** How the day stands, for whoever asks for texts. */
export interface DayLeft {
  limit: number;
  /** Texts that may leave until the next UTC day. */
  left: number;
  /** Seconds until then. */
  seconds: number;
}

/** Part of a limit that a count on the disk may run ahead of what has left, and the most texts that it may. */
const AHEAD = 1 / 100;
const MOST_AHEAD = 1_000;
/** The same where there is no limit: one may be set before the day is over. */
const UNLIMITED_AHEAD = 10_000;

/**
 * How many texts may leave today (UTC), as the signed settings say. What has left is counted on the disk before it leaves,
 * a block at a time: after a crash the day is a little fuller than it was, and never emptier.
 */
export class DailyAllowance {
  readonly #options: DailyAllowanceOptions;
  /** Texts in a UTC day; null for as many as there are. */
  limit: number | null = null;
  /** UTC, `YYYY-MM-DD`; over at `#ends`, ms since 1970. */
  #day: string;
  #ends: number;
  #texts = 0;
  /** What the disk says, or will when `#saving` resolves. */
  #kept = 0;
  #saving: Promise<void> = Promise.resolve();

  private constructor(options: DailyAllowanceOptions) {
    this.#options = options;
    this.#day = dayOf(options.now());
    this.#ends = nextUtcDay(options.now());
  }

  static async open(options: DailyAllowanceOptions): Promise<DailyAllowance> {
    const allowance = new DailyAllowance(options);
    const kept = await options.store.load();
    // A day that the clock has yet to reach is one that it was in before somebody put it back.
    if (kept === null || kept.day < allowance.#day) return allowance;
    allowance.#day = kept.day;
    allowance.#ends = nextUtcDay(Date.parse(kept.day));
    allowance.#texts = allowance.#kept = kept.texts;
    return allowance;
  }

  /** Texts that may still leave today. */
  get left(): number {
    this.#turn();
    return this.limit === null ? Infinity : Math.max(0, this.limit - this.#texts);
  }

  /** Null where there is no limit. */
  get today(): DayLeft | null {
    const { left, limit } = this;
    const seconds = Math.ceil((this.#ends - this.#options.now()) / 1_000);
    return limit === null ? null : { limit, left, seconds };
  }

  /** Counts texts that are about to leave, or takes back those that did not: then the number is negative. */
  count(texts: number): void {
    this.#turn();
    this.#texts = Math.max(0, this.#texts + texts);
    if (this.#texts > this.#kept) this.#keep(this.#texts + this.#ahead);
  }

  /**
   * Resolves once all that was counted is on the disk, so that it may leave. Where the disk takes nothing the count goes
   * on in memory alone.
   */
  kept(): Promise<void> {
    return this.#saving;
  }

  /** Writes what was counted and no more, at the end. */
  async close(): Promise<void> {
    this.#turn();
    if (this.#texts < this.#kept) this.#keep(this.#texts);
    await this.#saving;
  }

  get #ahead(): number {
    if (this.limit === null) return UNLIMITED_AHEAD;
    return Math.min(MOST_AHEAD, Math.floor(this.limit * AHEAD));
  }

  #keep(texts: number): void {
    this.#kept = texts;
    const count = { day: this.#day, texts };
    this.#saving = this.#saving
      .then(() => this.#options.store.save(count))
      .catch((error: unknown) => {
        this.#kept = 0;
        this.#options.log('error', 'the texts of the day could not be counted on the disk', {
          reason: String(error),
        });
      });
  }

  #turn(): void {
    const now = this.#options.now();
    // A clock that goes back does not bring a day back that is over.
    if (now < this.#ends) return;
    this.#day = dayOf(now);
    this.#ends = nextUtcDay(now);
    this.#texts = this.#kept = 0;
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
