import { compareEntries, type ThreadEntry } from './thread-entry.ts';

/** The texts of one conversation, ascending by (time, id). Sorting and dropping wait until someone reads. */
export class Thread {
  #entries: ThreadEntry[] = [];
  #unsorted = false;
  #gone = false;
  #revision = 0;

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  add(entry: ThreadEntry): void {
    const last = this.#entries.at(-1);
    if (last && compareEntries(last, entry) > 0) this.#unsorted = true;
    this.#entries.push(entry);
    this.#revision++;
  }

  remove(entry: ThreadEntry): void {
    entry.gone = true;
    this.#gone = true;
    this.#revision++;
  }

  entries(): readonly ThreadEntry[] {
    if (this.#gone) this.#entries = this.#entries.filter((entry) => !entry.gone);
    if (this.#unsorted) this.#entries.sort(compareEntries);
    this.#gone = false;
    this.#unsorted = false;
    return this.#entries;
  }

  /** Where the entry stands, or −1. */
  indexOf(entry: ThreadEntry): number {
    const entries = this.entries();
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = entries[middle];
      if (there && compareEntries(there, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return entries[low] === entry ? low : -1;
  }
}

/** The window of `count` items around an index that fits the thread. */
export function windowAround(total: number, around: number, count: number): { start: number; end: number } {
  const size = Math.min(total, Math.max(1, count));
  const start = Math.max(0, Math.min(total - size, around - (size >> 1)));
  return { start, end: start + size };
}
