import type { Database } from '@smseal/database';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';

/** A run is noted a little after its minute, and machines differ by seconds. */
const SLACK_MS = 2 * 60_000;
const LOOK_MS = 60_000;

/**
 * How far the clock stands before the last run of housekeeping, ms; 0 where it does not. Housekeeping waits for as long
 * (graphile-worker takes no run that is earlier than the last), so nothing is destroyed early.
 */
async function turnedBackBy(database: Database, now: Date): Promise<number> {
  const { rows } = await sql<{ last: Date | null }>`
    SELECT max(last_execution) AS last FROM graphile_worker._private_known_crontabs`.execute(database);
  const back = (rows[0]?.last?.getTime() ?? 0) - now.getTime();
  return back > SLACK_MS ? back : 0;
}

/** Says in the log, once for each time it happens, that the clock was turned back. */
export class ClockWatch {
  readonly #deps: Pick<Deps, 'database' | 'log' | 'now'>;
  #told = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: Pick<Deps, 'database' | 'log' | 'now'>) {
    this.#deps = deps;
  }

  /** Looks every minute. Without a database, or before housekeeping has its tables, there is nothing to compare with. */
  start(): void {
    this.#timer = setInterval(() => void this.look().catch(() => undefined), LOOK_MS).unref();
  }

  async look(): Promise<void> {
    const { database, log, now } = this.#deps;
    const isBack = (await turnedBackBy(database, now())) > 0;
    if (isBack && !this.#told)
      log.error('the clock was turned back: set it right; until it has caught up, housekeeping waits');
    this.#told = isBack;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
