import type { SequenceStore } from '@smseal/client';
import type { Journal } from './journal.ts';

/** The agent's rising counters, kept in its journal. */
export class JournalSequence implements SequenceStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  reserve(counter: 'author' | 'live', count: number): Promise<number> {
    return Promise.resolve(
      this.#journal.transaction(() => {
        const last = this.last(counter);
        this.#journal.setMeta(`sequence:${counter}`, String(last + count));
        return last + 1;
      }),
    );
  }

  raise(counter: 'author' | 'live', last: number): Promise<void> {
    if (last > this.last(counter)) this.#journal.setMeta(`sequence:${counter}`, String(last));
    return Promise.resolve();
  }

  /** The last number that was given out. */
  last(counter: 'author' | 'live'): number {
    return Number(this.#journal.meta(`sequence:${counter}`) ?? 0);
  }
}
