import { RECORD_KIND_NAMES } from '@smseal/inventory';
import { CodedError, type AccountKind, type AccountView, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';

/** The account as its holder sees it. @throws CodedError `not-found`. */
export async function viewAccount(database: Database, account: Id): Promise<AccountView> {
  type Row = {
    retention_days: number | null;
    kind: AccountKind;
    blobs: number;
    blob_octets: number;
    batches: number;
    kinds: Record<string, number> | null;
  };
  const { rows } = await sql<Row>`
    SELECT a.retention_days, a.kind,
      (SELECT count(*) FROM blob WHERE blob.account_id = a.id) AS blobs,
      (SELECT coalesce(sum(size), 0)::bigint FROM blob WHERE blob.account_id = a.id) AS blob_octets,
      (SELECT count(*) FROM batch WHERE batch.account_id = a.id) AS batches,
      (SELECT json_object_agg(kind, count) FROM (
        SELECT kind, count(*) FROM record WHERE record.account_id = a.id GROUP BY kind
      ) AS counted) AS kinds
    FROM account a WHERE a.id = ${account}`.execute(database);
  const [row] = rows;
  if (!row) throw new CodedError('not-found');
  return {
    id: account,
    kind: row.kind,
    retentionDays: row.retention_days,
    counts: {
      records: Object.fromEntries(RECORD_KIND_NAMES.map((kind) => [kind, row.kinds?.[kind] ?? 0])),
      blobs: row.blobs,
      blobOctets: row.blob_octets,
      batches: row.batches,
    },
  };
}

/** Sets how many days content is kept; null keeps it until it is deleted. @returns whether that is a change. */
export async function setRetention(
  transaction: Transaction,
  account: Id,
  days: number | null,
): Promise<boolean> {
  const row = await transaction
    .updateTable('account')
    .set({ retention_days: days })
    .where('id', '=', account)
    .where('retention_days', 'is distinct from', days)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
