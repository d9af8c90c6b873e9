import { utcDay } from '@smseal/policy';
import type { Database } from '../connection/database.ts';
import { ErasureError } from './erasure-error.ts';
import type { Journal } from './journal.ts';
import { readStanding } from './mirror.ts';

/** Clocks may differ by so much (ARCHITECTURE §3). */
const SKEW_MS = 5 * 60_000;

export interface RequireReplayedInput {
  database: Database;
  journal: Journal;
  /** ms since 1970. */
  now: number;
}

/**
 * Sees to it that nothing which was erased is served: the journal is whole, and the database knows each of its entries. To
 * be called after `startKeys` and before anything is served. Entries that a server was about to note when it was cut off
 * are no fault: whoever advances erasures goes on with them.
 * @throws ErasureError, one sentence with reason and mend: the journal is truncated, altered, forked or missing; the
 *   database is from before an erasure (a restored backup); the clock was turned back.
 */
export async function requireReplayed({ database, journal, now }: RequireReplayedInput): Promise<void> {
  const { state, behind } = await readStanding(database, journal);
  const [first, last] = [behind.at(0)?.entry.number, behind.at(-1)?.entry.number];
  if (first !== undefined)
    throw new ErasureError(
      `The database is from before ${behind.length === 1 ? 'an erasure' : `${behind.length} erasures`} (entries ${first} to ${last} of the journal ${journal.where}), so it was restored from a backup; run “smseal erasures replay” before it is served.`,
    );
  const newest = state.entries.at(-1)?.entry.day;
  if (newest !== undefined && newest > utcDay(now + SKEW_MS))
    throw new ErasureError(
      `The clock says ${utcDay(now)}, and the newest erasure is of ${newest}; set the clock right, since a clock turned back would keep what has to be destroyed.`,
    );
}
