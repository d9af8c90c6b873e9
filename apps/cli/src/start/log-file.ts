import { closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Days for which a log is kept. */
export const LOG_DAYS = 30;
const DAY_MS = 86_400_000;

/** One process's log: a file a day (UTC), none older than {@link LOG_DAYS} days. */
export class LogFile {
  readonly #folder: string;
  readonly #name: string;
  #day = '';
  #file: number | null = null;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** The file of the day of `now` (ms since 1970). */
  pathOn(now: number): string {
    return path.join(this.#folder, `${this.#name}-${dayOf(now)}.log`);
  }

  write(text: string, now = Date.now()): void {
    try {
      if (dayOf(now) !== this.#day) this.#turn(now);
      if (this.#file !== null) writeSync(this.#file, text);
    } catch {
      // A full disk must not end the supervisor; the processes go on without a log.
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#day = '';
  }

  #turn(now: number): void {
    this.close();
    this.#file = openSync(this.pathOn(now), 'a', 0o600);
    this.#day = dayOf(now);
    this.#dropOld(now);
  }

  #dropOld(now: number): void {
    const oldest = dayOf(now - (LOG_DAYS - 1) * DAY_MS);
    for (const file of readdirSync(this.#folder)) {
      const day = new RegExp(`^${this.#name}-(\\d{4}-\\d{2}-\\d{2})\\.log$`, 'u').exec(file)?.[1];
      if (day !== undefined && day < oldest) rmSync(path.join(this.#folder, file), { force: true });
    }
  }
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
