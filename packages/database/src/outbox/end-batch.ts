import { cancelStates, expireStates, unpackStates } from '@smseal/policy';
import type { Id, TextState } from '@smseal/protocol';
import { inTransaction, type Database } from '../connection/database.ts';
import { takePlaces } from '../record/sequence.ts';
import { lockBatch } from './lease.ts';
import { writeStates } from './write-states.ts';

/**
 * Stops the texts of a batch that no device holds. The batch takes a new place in the feed, so that readers see it.
 * @returns the states afterwards and the account's seq, null when nothing was stopped. @throws CodedError `not-found`.
 */
export async function cancelBatch(
  database: Database,
  { account, batch }: { account: Id; batch: Id },
): Promise<{ states: TextState[]; seq: number | null }> {
  return inTransaction(database, async (transaction) => {
    const row = await lockBatch(transaction, account, batch);
    const { states, moved } = cancelStates(unpackStates(row.states));
    if (moved === 0) return { states, seq: null };
    const seq = await takePlaces(transaction, account, 1);
    await writeStates(transaction, { account, batch, states, seq });
    return { states, seq };
  });
}

/** A batch whose time ran out. */
export interface ExpiredBatch {
  account: Id;
  batch: Id;
  seq: number;
}

/**
 * Ends one batch whose time has run out while texts still had to leave: queued ones are expired, those in a device's
 * hands are unknown until it tells. @returns null when there is none.
 */
export async function expireNextBatch(database: Database, now: number): Promise<ExpiredBatch | null> {
  const at = new Date(now);
  return inTransaction(database, async (transaction) => {
    const row = await transaction
      .selectFrom('batch')
      .select(['account_id', 'id', 'states'])
      .where('waiting', '>', 0)
      .where('expires', '<=', at)
      .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', at)]))
      .orderBy('expires')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!row) return null;
    const { states } = expireStates(unpackStates(row.states));
    const seq = await takePlaces(transaction, row.account_id, 1);
    await writeStates(transaction, { account: row.account_id, batch: row.id, states, seq });
    return { account: row.account_id, batch: row.id, seq };
  });
}

/** Forgets leases that have lapsed, and with them the only time they left. @returns how many. */
export async function forgetLapsedLeases(database: Database, now: number): Promise<number> {
  const result = await database
    .updateTable('batch')
    .set({ lease: null, lease_until: null })
    .where('lease', 'is not', null)
    .where('lease_until', '<=', new Date(now))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
