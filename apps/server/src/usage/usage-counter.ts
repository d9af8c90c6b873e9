import { addUsage, type Database, type UsageAddition } from '@smseal/database';
import {
  USAGE_METRICS,
  type UsageDimension,
  type UsageMetric,
  type UsageMetricName,
} from '@smseal/inventory';
import type { Id } from '@smseal/protocol';

/** Accounts that a process tells apart on a day; of more it counts none, so that a cell is never said to have more than it has. */
const MOST_ACCOUNTS = 100_000;
const SAVE_MS = 60_000;

/** A sum under way, and who is in it: by name in this process's memory alone, and only for the day. */
interface Cell {
  /** What each account has added. */
  added: Map<Id, number>;
  total: number;
  /** How much of it is stored. */
  saved: number;
}

/**
 * Counts what happens, when it happens. An account adds to a cell up to the metric's most for a day; who it was is forgotten
 * with the day, and written nowhere.
 */
export class UsageCounter {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #days = new Map<string, Map<string, Cell>>();
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Stores each minute what came. What a process that is killed has not stored is lost; while the database is away it is kept
   * for later.
   */
  start(): void {
    this.#timer = setInterval(() => void this.save().catch(() => undefined), SAVE_MS).unref();
  }

  /** Stores what is left. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.save();
  }

  count<Name extends UsageMetricName>(
    name: Name,
    dimension: UsageDimension<Name>,
    { account, amount = 1 }: { account: Id; amount?: number },
  ): void {
    const metric: UsageMetric = USAGE_METRICS[name];
    const cell = this.#cellOf(`${name} ${dimension}`);
    const before = cell.added.get(account);
    if (before === undefined && cell.added.size >= MOST_ACCOUNTS) return;
    const added = Math.min(amount, metric.most - (before ?? 0));
    cell.added.set(account, (before ?? 0) + added);
    cell.total += added;
  }

  /** Adds to the database what came since it did so last, and forgets the days that are over. One at a time: nothing counts twice. */
  save(): Promise<void> {
    const saving = this.#saving.then(() => this.#store());
    this.#saving = saving.catch(() => undefined);
    return saving;
  }

  async #store(): Promise<void> {
    const today = dayOf(this.#now());
    const additions: UsageAddition[] = [];
    const cells: { cell: Cell; total: number }[] = [];
    for (const [day, ofDay] of this.#days) {
      for (const [key, cell] of ofDay) {
        const [metric = '', dimension = ''] = key.split(' ');
        const { total, saved, added } = cell;
        if (total === saved) continue;
        additions.push({ metric, dimension, day, accounts: added.size, added: total - saved });
        cells.push({ cell, total });
      }
    }
    await addUsage(this.#database, additions);
    for (const { cell, total } of cells) cell.saved = total;
    for (const day of this.#days.keys()) if (day < today) this.#days.delete(day);
  }

  #cellOf(key: string): Cell {
    const day = dayOf(this.#now());
    const ofDay = this.#days.get(day) ?? new Map<string, Cell>();
    this.#days.set(day, ofDay);
    const cell = ofDay.get(key) ?? { added: new Map<Id, number>(), total: 0, saved: 0 };
    ofDay.set(key, cell);
    return cell;
  }
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
