import type { RecordKind } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { takePlaces } from './sequence.ts';

export interface ExpireRecords {
  account: Id;
  kind: RecordKind;
  /** The column whose day counts. */
  by: 'day' | 'stored';
  /** The first day that is kept. */
  before: string;
  today: string;
}

/**
 * Deletes the records of a kind that are of an earlier day, with their blobs, and says so in the feed in one line.
 * @returns the account's seq, null when there was nothing.
 */
export async function expireRecords(database: Database, input: ExpireRecords): Promise<number | null> {
  const { account, kind, by, before } = input;
  return inTransaction(database, async (transaction) => {
    // The kind's own index is named so that it is used: it is the partial one for messages.
    const ofKind = kind === 'message' ? sql`kind = 'message'` : sql`kind = ${kind}`;
    const { rows } = await sql<{ count: number }>`
      WITH gone AS (
        DELETE FROM record WHERE account_id = ${account} AND ${ofKind} AND ${sql.ref(by)} < ${before}::date
        RETURNING id
      ), blobs AS (
        DELETE FROM blob USING gone
        WHERE blob.account_id = ${account} AND blob.owner_kind = ${kind} AND blob.owner = gone.id
      )
      SELECT count(*) FROM gone`.execute(transaction);
    if (!rows[0]?.count) return null;
    return noteExpired(transaction, input);
  });
}

/** Writes the feed's line on what a retention preference has expired. */
export async function noteExpired(
  transaction: Transaction,
  note: { account: Id; kind: RecordKind | 'batch'; before: string; today: string },
): Promise<number> {
  const seq = await takePlaces(transaction, note.account, 1);
  const row = { before: note.before, seq, stored: note.today };
  await transaction
    .insertInto('expired_before')
    .values({ account_id: note.account, kind: note.kind, ...row })
    .onConflict((conflict) => conflict.columns(['account_id', 'kind']).doUpdateSet(row))
    .execute();
  return seq;
}
