import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';

export interface BatchesPaused {
  /** The named batches that are there. */
  batches: Id[];
  /** The sending devices of those that changed. */
  targets: Id[];
}

/** Holds batches back from their targets, or lets them go on. Leases and states stay as they are. */
export async function pauseBatches(
  database: Database,
  { account, batches, paused }: { account: Id; batches: readonly Id[]; paused: boolean },
): Promise<BatchesPaused> {
  return inTransaction(database, async (transaction) => {
    const { rows } = await sql<{ id: Id; target: Id; changes: boolean }>`
      WITH found AS (
        SELECT id, target, paused <> ${paused} AS changes FROM batch
        WHERE account_id = ${account} AND id = ANY(${arrayLiteral(batches)}::text[])
        ORDER BY id FOR UPDATE
      ), changed AS (
        UPDATE batch SET paused = ${paused} FROM found
        WHERE batch.account_id = ${account} AND batch.id = found.id AND found.changes
      )
      SELECT id, target, changes FROM found`.execute(transaction);
    const targets = rows.filter(({ changes }) => changes).map(({ target }) => target);
    return { batches: rows.map(({ id }) => id), targets: [...new Set(targets)] };
  });
}
