import { sql } from 'kysely';
import type { ErasureState } from '@smseal/protocol';
import { advanceErasure, type Eraser } from './advance-erasure.ts';
import { withErasureLock } from './erasure-lock.ts';
import type { ErasureMatter, JournalEntry } from './journal-entry.ts';
import { keptName } from './replace-batch.ts';

/**
 * Carries on every erasure that is not over: what was cut off, and what waited. One that fails does not keep the others.
 * @returns what went wrong, by the erasure's id.
 */
export async function advanceErasures(eraser: Eraser, until?: ErasureState): Promise<Map<string, unknown>> {
  const open = await eraser.database
    .selectFrom('erasure')
    .select('id')
    .where('is_over', '=', false)
    .execute();
  const failed = new Map<string, unknown>();
  for (const { id } of open)
    await advanceErasure(eraser, id, until).catch((error: unknown) => failed.set(id, error));
  return failed;
}

/** Prunes the journal with its rows, and forgets certificates of accounts that were not fetched. */
export async function tidyErasures({ database, journal, now }: Eraser): Promise<void> {
  await withErasureLock(database, 'tidy', async () => {
    await journal.tidy(now(), async (entries) => {
      const last = entries.at(-1)?.number ?? 0;
      await database.deleteFrom('erasure').where('number', '<=', last).where('is_over', '=', true).execute();
      await journal.forget(entries.flatMap(keptBy));
    });
  });
  await sql`
    UPDATE erasure SET token = NULL, certificate = NULL, until = NULL
    WHERE until <= ${new Date(now())}`.execute(database);
}

/** What is kept beside the journal for an entry. */
function keptBy({ id, matter }: Pick<JournalEntry, 'id'> & { matter: ErasureMatter }): string[] {
  return matter.kind === 'records' ? matter.batches.map((batch) => keptName(id, batch.id)) : [];
}
