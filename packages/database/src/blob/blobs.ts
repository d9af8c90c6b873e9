import { CodedError, type BlobStatus, type Id, type PutBlob } from '@smseal/protocol';
import { utcDay } from '@smseal/policy';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import type { BlobStore } from './blob-store.ts';

/** How long a blob waits for its owner, in ms. */
export const ORPHAN_MS = 24 * 60 * 60_000;

export interface AnnouncedBlob extends PutBlob {
  id: Id;
}

/**
 * Announces a blob: it waits 24 hours for its owner's record. Announcing it again in the same shape changes nothing.
 * @throws CodedError `blob-conflict` where the id has another shape, `unauthenticated` where the account is gone.
 */
export async function announceBlob(
  database: Database,
  { account, blob, now }: { account: Id; blob: AnnouncedBlob; now: number },
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await holdAccount(transaction, account);
    const row = {
      account_id: account,
      id: blob.id,
      owner_kind: blob.ownerKind,
      owner: blob.owner,
      size: blob.size,
      chunks: blob.chunks,
    };
    const inserted = await transaction
      .insertInto('blob')
      .values({ ...row, stored: utcDay(now) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted) {
      const expires = new Date(now + ORPHAN_MS);
      await transaction
        .insertInto('blob_waiting')
        .values({ account_id: account, blob_id: blob.id, expires })
        .execute();
      return;
    }
    const stored = await readBlob(transaction, account, blob.id);
    const same =
      stored?.owner_kind === row.owner_kind &&
      stored.owner === row.owner &&
      stored.size === row.size &&
      stored.chunks === row.chunks;
    if (!same) throw new CodedError('blob-conflict');
  });
}

/** Keeps the account from being deleted meanwhile. @throws CodedError `unauthenticated` where it is gone. */
async function holdAccount(transaction: Transaction, account: Id): Promise<void> {
  const row = await transaction
    .selectFrom('account')
    .select('id')
    .where('id', '=', account)
    .forKeyShare()
    .executeTakeFirst();
  if (!row) throw new CodedError('unauthenticated');
}

function readBlob(database: Database | Transaction, account: Id, id: Id) {
  return database
    .selectFrom('blob')
    .select(['owner_kind', 'owner', 'size', 'chunks'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** @throws CodedError `not-found`. */
export async function blobStatus(
  database: Database,
  store: BlobStore,
  { account, id }: { account: Id; id: Id },
): Promise<BlobStatus> {
  const blob = await readBlob(database, account, id);
  if (!blob) throw new CodedError('not-found');
  return { id, size: blob.size, chunks: blob.chunks, present: await store.present(account, id) };
}

/** Deletes the blobs of records that are gone. @returns how many. */
export async function deleteBlobsOf(
  transaction: Transaction,
  account: Id,
  owners: { kinds: string; ids: string },
): Promise<number> {
  const gone = await sql`
    DELETE FROM blob USING unnest(${owners.kinds}::text[], ${owners.ids}::text[]) AS gone (kind, id)
    WHERE blob.account_id = ${account} AND blob.owner_kind = gone.kind AND blob.owner = gone.id`.execute(
    transaction,
  );
  return Number(gone.numAffectedRows ?? 0);
}

/** Deletes blobs whose owner did not come in time. @returns how many. */
export async function deleteOrphans(database: Database, now: number): Promise<number> {
  const { rows } = await sql<{ id: Id }>`
    WITH late AS (
      DELETE FROM blob_waiting WHERE expires <= ${new Date(now)} RETURNING account_id, blob_id
    )
    DELETE FROM blob USING late WHERE blob.account_id = late.account_id AND blob.id = late.blob_id
    RETURNING blob.id`.execute(database);
  return rows.length;
}
