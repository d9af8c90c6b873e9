import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { SequenceStore } from '@smseal/client';

type Counter = Parameters<SequenceStore['reserve']>[0];
type Counters = Record<Counter, number>;

/** Numbers that are reserved on the disk at once; what a crash leaves of them is never given out. */
const BLOCK = 10_000;

/** A device's rising counters in its folder, written once for many numbers. */
export class FolderSequence implements SequenceStore {
  readonly #file: string;
  /** What was given out last. */
  #last: Counters | null = null;
  /** What the file says: nothing above it was ever given out. */
  #kept: Counters = { author: 0, live: 0 };
  #running: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#file = path.join(folder, 'sequence.json');
  }

  reserve(counter: Counter, count: number): Promise<number> {
    return this.#alone(async (last) => {
      const first = last[counter] + 1;
      await this.#keep(counter, last[counter] + count);
      last[counter] += count;
      return first;
    });
  }

  raise(counter: Counter, least: number): Promise<void> {
    return this.#alone(async (last) => {
      if (least <= last[counter]) return;
      await this.#keep(counter, least);
      last[counter] = least;
    });
  }

  #alone<T>(work: (last: Counters) => Promise<T>): Promise<T> {
    const next = this.#running
      .catch(() => undefined)
      .then(async () => work((this.#last ??= await this.#read())));
    this.#running = next;
    return next;
  }

  async #read(): Promise<Counters> {
    try {
      this.#kept = JSON.parse(await readFile(this.#file, 'utf8')) as Counters;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return { ...this.#kept };
  }

  async #keep(counter: Counter, needed: number): Promise<void> {
    if (needed <= this.#kept[counter]) return;
    const kept = { ...this.#kept, [counter]: needed + BLOCK };
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const file = await open(`${this.#file}.new`, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(kept));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.#file}.new`, this.#file);
    this.#kept = kept;
  }
}
