import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { DayCount, DayCountStore } from './day-count.ts';

/** The day's count in the gateway's folder. */
export class DayFile implements DayCountStore {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = path.join(folder, 'day.json');
  }

  async load(): Promise<DayCount | null> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as DayCount;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Written beside and renamed over, so that a crash leaves the old count or the new one. */
  async save(count: DayCount): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const file = await open(`${this.#file}.new`, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(count));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.#file}.new`, this.#file);
  }
}
