import { randomBytes } from 'node:crypto';
import { utcDay } from '@smseal/policy';
import type { DeleteRecords, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database } from '../connection/database.ts';
import { announceErasure, endDeletion } from '../erasure/append-erasure.ts';
import { eraseRecords } from '../erasure/erase-records.ts';
import type { Journal } from '../erasure/journal.ts';
import type { ErasureMatter } from '../erasure/journal-entry.ts';
import { mirrorEntry } from '../erasure/mirror.ts';
import { arrayLiteral } from './array-literal.ts';
import type { RecordsPut } from './put-records.ts';
import { headOf } from './sequence.ts';

export interface DeleteRecordsInput {
  account: Id;
  records: DeleteRecords['records'];
  journal: Journal;
  /** ms since 1970. */
  now: number;
}

/**
 * Deletes records with their blobs and leaves a tombstone each; unknown ids are no-ops. The journal has them before they go,
 * in one entry for the whole request, so that a restored backup does not bring them back.
 */
export async function deleteRecords(
  database: Database,
  { account, records: asked, journal, now }: DeleteRecordsInput,
): Promise<RecordsPut> {
  const records = await storedOf(database, account, asked);
  if (records.length === 0) return { seq: await headOf(database, account), changed: 0, moved: false };
  const id = randomBytes(16).toString('base64url');
  const matter: ErasureMatter = { kind: 'records', account, records, batches: [] };
  await announceErasure(database, { id, kind: 'deletion', matter, progress: {} }, now);
  const appended = await journal.append(id, matter, now);
  return inTransaction(database, async (transaction) => {
    const gone = await eraseRecords(transaction, { account, records, today: utcDay(now) });
    await mirrorEntry(transaction, appended);
    await endDeletion(transaction, id);
    if (gone) return { seq: gone.seq, changed: gone.records, moved: true };
    return { seq: await headOf(transaction, account), changed: 0, moved: false };
  });
}

/** Those that are there. */
async function storedOf(
  database: Database,
  account: Id,
  records: DeleteRecordsInput['records'],
): Promise<DeleteRecordsInput['records']> {
  const { rows } = await sql<DeleteRecordsInput['records'][number]>`
    SELECT DISTINCT given.kind, given.id
    FROM unnest(
      ${arrayLiteral(records.map(({ kind }) => kind))}::text[], ${arrayLiteral(records.map(({ id }) => id))}::text[]
    ) AS given (kind, id)
    CROSS JOIN LATERAL (
      SELECT FROM record WHERE account_id = ${account} AND kind = given.kind AND id = given.id LIMIT 1
    ) AS stored`.execute(database);
  return rows;
}
