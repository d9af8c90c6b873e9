import { sql } from 'kysely';
import type { Executor } from '../keys/account-key.ts';
import { ErasureError } from './erasure-error.ts';
import type { Journal, JournalState } from './journal.ts';
import type { HashedEntry } from './journal-entry.ts';

/** Notes in the database that the journal has an erasure. */
export async function mirrorEntry(executor: Executor, { entry, hash }: HashedEntry): Promise<void> {
  await executor
    .updateTable('erasure')
    .set({ number: entry.number, hash, matter: null })
    .where('id', '=', entry.id)
    .execute();
}

/** How a database stands to the journal. */
export interface Standing {
  state: JournalState;
  /** Entries that the database knows nothing of: it is from before them. */
  behind: HashedEntry[];
  /** Entries that it was about to note when something was cut off. */
  unnoted: HashedEntry[];
}

/** Compares the journal and its rows in the database. @throws ErasureError where the journal lacks or changed something. */
export async function readStanding(executor: Executor, journal: Journal): Promise<Standing> {
  // The database first: what is appended between the two readings then looks like what is about to be noted.
  const { rows } = await sql<{ id: string; number: number | null; hash: Buffer | null; stored: string }>`
    SELECT id, number, hash, stored FROM erasure ORDER BY number`.execute(executor);
  const state = await journal.read();
  const byNumber = new Map(rows.flatMap((row) => (row.number === null ? [] : [[row.number, row]])));
  const newest = state.entries.at(-1)?.entry.number ?? state.start.number - 1;
  const last = Math.max(0, ...byNumber.keys());
  if (last > newest)
    throw new ErasureError(
      `The erasure journal ${journal.where} ends at entry ${newest}, and the database knows entry ${last}: the newest are missing; put the keyring's folder “erasures” back as it was.`,
    );
  for (const [number, { stored }] of byNumber)
    if (number < state.start.number && stored > (state.start.day ?? ''))
      throw new ErasureError(
        `The erasure journal ${journal.where} begins at entry ${state.start.number}, and entry ${number} is too new to be left out; put the keyring's folder “erasures” back as it was.`,
      );
  const announced = new Set(rows.flatMap((row) => (row.number === null ? [row.id] : [])));
  const [behind, unnoted]: [HashedEntry[], HashedEntry[]] = [[], []];
  for (const one of state.entries) {
    const row = byNumber.get(one.entry.number);
    if (row?.hash?.equals(one.hash)) continue;
    if (row)
      throw new ErasureError(
        `Entry ${one.entry.number} of the erasure journal ${journal.where} is another one than the database knows: it was altered, or belongs to another database; put the keyring's folder “erasures” back as it was, or set SMSEAL_KEYRING to this database's.`,
      );
    (announced.has(one.entry.id) ? unnoted : behind).push(one);
  }
  return { state, behind, unnoted };
}
