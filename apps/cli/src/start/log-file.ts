import { closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { RETENTION_RULES } from '@smseal/inventory';

/** Days for which a log is kept. */
export const LOG_DAYS = RETENTION_RULES['log-30d'].days;
const DAY_MS = 86_400_000;

/** Removes the logs of all programs, also of those that are not run any more, that are of {@link LOG_DAYS} days ago or before. */
export function dropOldLogs(folder: string, now: number): void {
  const oldest = dayOf(now - (LOG_DAYS - 1) * DAY_MS);
  for (const file of readdirSync(folder)) {
    const day = /-(\d{4}-\d{2}-\d{2})\.log$/u.exec(file)?.[1];
    if (day !== undefined && day < oldest) rmSync(path.join(folder, file), { force: true });
  }
}

/** One process's log: a file a day (UTC). */
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
  }
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
