import type { Database } from '../connection/database.ts';
import { retain } from '../retention/retain.ts';
import { applyMatter } from './apply-matter.ts';
import { withErasureLock } from './erasure-lock.ts';
import type { Journal } from './journal.ts';
import type { HashedEntry } from './journal-entry.ts';
import { mirrorEntry, readStanding } from './mirror.ts';

export interface ReplayInput {
  /** With the keys of today (`restoreKeyTable` first): batches that are sealed anew are encrypted under them. */
  database: Database;
  journal: Journal;
  /** ms since 1970. */
  now: number;
  /** Told of each entry that was done again. */
  onEntry?: (number: number) => void;
}

/** What a replay did. */
export interface Replayed {
  /** Entries that the journal holds. */
  entries: number;
  /** Those that the database knew nothing of, and that were done again. */
  replayed: number;
}

/**
 * Does again what the journal says and the database knows nothing of: a backup that was restored is then as erased as the
 * database was that it stands in for. Then lets retention run, so that what had its time before the restore is gone as
 * well. Idempotent: cut off anywhere, it goes on from there, and a second run changes nothing. Nothing may be served before.
 * @throws ErasureError where the journal is truncated, altered, forked or missing.
 */
export async function replayErasures(input: ReplayInput): Promise<Replayed> {
  const { database, journal, now, onEntry = () => undefined } = input;
  return withErasureLock(database, 'replay', async () => {
    const { state, behind, unnoted } = await readStanding(database, journal);
    for (const one of unnoted) await mirrorEntry(database, one);
    for (const one of behind) {
      await applyMatter({ database, journal, now }, one.entry);
      await note(database, one);
      onEntry(one.entry.number);
    }
    if (behind.length > 0) await retain(database, now);
    return { entries: state.entries.length, replayed: behind.length };
  });
}

/** A replayed erasure is over: its certificate, if it had one, was issued on the database that this one stands in for. */
async function note(database: Database, { entry, hash }: HashedEntry): Promise<void> {
  const { kind, account } = entry.matter;
  await database
    .insertInto('erasure')
    .values({
      id: entry.id,
      account_id: kind === 'account' ? null : account,
      kind: kind === 'records' || kind === 'removal' ? 'deletion' : kind,
      state: 'rows-removed',
      number: entry.number,
      hash,
      is_over: true,
      matter: null,
      progress: '{}',
      token: null,
      certificate: null,
      until: null,
      stored: entry.day,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
