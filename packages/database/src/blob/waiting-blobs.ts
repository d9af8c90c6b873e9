import { CodedError, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Transaction } from '../connection/database.ts';

/** A blob that waits for its owner. */
export interface WaitingBlob {
  id: Id;
  owner_kind: string;
  owner: Id;
  chunks: number;
  /** How many of its chunks have arrived. */
  present: number;
}

/** Blobs of the account whose owner has not come: few, since they live for a day at most. */
export async function readWaitingBlobs(transaction: Transaction, account: Id): Promise<WaitingBlob[]> {
  const { rows } = await sql<WaitingBlob>`
    SELECT b.id, b.owner_kind, b.owner, b.chunks, (
      SELECT count(*) FROM blob_chunk c WHERE c.account_id = w.account_id AND c.blob_id = w.blob_id
    ) AS present
    FROM blob_waiting w JOIN blob b ON b.account_id = w.account_id AND b.id = w.blob_id
    WHERE w.account_id = ${account}`.execute(transaction);
  return rows;
}

/**
 * The owners have come: their blobs stay as long as they do.
 * @throws CodedError `blob-incomplete` where a blob's time ran out meanwhile.
 */
export async function claimBlobs(transaction: Transaction, account: Id, blobs: readonly Id[]): Promise<void> {
  if (blobs.length === 0) return;
  const claimed = await transaction
    .deleteFrom('blob_waiting')
    .where('account_id', '=', account)
    .where('blob_id', 'in', blobs)
    .returning('blob_id')
    .execute();
  const late = blobs.find((blob) => !claimed.some((row) => row.blob_id === blob));
  if (late) throw new CodedError('blob-incomplete', { blob: late });
}
