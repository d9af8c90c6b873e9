import type { RecordKind } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { deleteBlobsOf } from '../blob/blobs.ts';
import type { Transaction } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { lockRecords } from '../record/lock-records.ts';
import { takePlaces } from '../record/sequence.ts';

export interface EraseRecordsInput {
  account: Id;
  records: readonly { kind: RecordKind; id: Id }[];
  /** UTC day. */
  today: string;
}

/** What went. */
export interface RecordsErased {
  /** The account's seq afterwards. */
  seq: number;
  records: number;
  blobs: number;
}

/** Deletes records with their blobs and leaves a tombstone each. Unknown ids are no-ops. @returns null where there was none. */
export async function eraseRecords(
  transaction: Transaction,
  { account, records, today }: EraseRecordsInput,
): Promise<RecordsErased | null> {
  const { rows: found } = await lockRecords(account, records).execute(transaction);
  if (found.length === 0) return null;
  const kinds = arrayLiteral(found.map((record) => record.kind));
  const ids = arrayLiteral(found.map((record) => record.id));
  await sql`
    DELETE FROM record
    WHERE account_id = ${account} AND ctid = ANY(${found.map((row) => row.ctid)}::tid[])`.execute(
    transaction,
  );
  const blobs = await deleteBlobsOf(transaction, account, { kinds, ids });
  const first = await takePlaces(transaction, account, found.length);
  await sql`
    INSERT INTO tombstone (account_id, kind, id, seq, stored)
    SELECT ${account}, gone.kind, gone.id, ${first} + gone.place - 1, ${today}::date
    FROM unnest(${kinds}::text[], ${ids}::text[]) WITH ORDINALITY AS gone (kind, id, place)
    ON CONFLICT (account_id, kind, id) DO UPDATE SET seq = excluded.seq, stored = excluded.stored`.execute(
    transaction,
  );
  return { seq: first + found.length - 1, records: found.length, blobs };
}
