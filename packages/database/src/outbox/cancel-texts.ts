import { cancelStates, unpackStates } from '@smseal/policy';
import { CodedError, type Id, type TextState } from '@smseal/protocol';
import { inTransaction, type Database } from '../connection/database.ts';
import { takePlaces } from '../record/sequence.ts';
import { lockBatch } from './lease.ts';
import { writeStates } from './write-states.ts';

export interface CancelTextsInput {
  account: Id;
  /** A device, and those that send with it: one of them wrote the batch. Null for a reader, who stops whatever it reads. */
  authors: readonly Id[] | null;
  batch: Id;
  indexes: readonly number[];
}

/**
 * Stops those of the named texts that no device holds.
 * @returns the states afterwards, the account's seq, null when nothing was stopped, and the device that holds the others.
 * @throws CodedError `not-found` for another's batch, and for a text that is not there.
 */
export async function cancelTexts(
  database: Database,
  { account, authors, batch, indexes }: CancelTextsInput,
): Promise<{ states: TextState[]; seq: number | null; holder: Id | null }> {
  return inTransaction(database, async (transaction) => {
    const row = await lockBatch(transaction, account, batch);
    if (authors?.includes(row.author) === false || indexes.some((index) => index >= row.count))
      throw new CodedError('not-found');
    const holder = row.lease === null ? null : row.holder;
    const before = unpackStates(row.states);
    const { states: all } = cancelStates(before);
    const named = new Set(indexes);
    const states = before.map((state, index) => (named.has(index) ? (all[index] ?? state) : state));
    if (states.every((state, index) => state === before[index])) return { states, seq: null, holder };
    const seq = await takePlaces(transaction, account, 1);
    await writeStates(transaction, { account, batch, states, seq });
    return { states, seq, holder };
  });
}
