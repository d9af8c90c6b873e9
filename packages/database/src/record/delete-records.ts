import type { DeleteRecords, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { deleteBlobsOf } from '../blob/blobs.ts';
import { inTransaction, type Database } from '../connection/database.ts';
import { arrayLiteral } from './array-literal.ts';
import { lockRecords } from './lock-records.ts';
import type { RecordsPut } from './put-records.ts';
import { headOf, takePlaces } from './sequence.ts';

type Name = DeleteRecords['records'][number];

/** Deletes records with their blobs and leaves a tombstone each. Unknown ids are no-ops. */
export async function deleteRecords(
  database: Database,
  { account, records, today }: { account: Id; records: readonly Name[]; today: string },
): Promise<RecordsPut> {
  return inTransaction(database, async (transaction) => {
    const { rows: found } = await lockRecords(account, records).execute(transaction);
    if (found.length === 0) return { seq: await headOf(transaction, account), changed: 0, moved: false };
    const kinds = arrayLiteral(found.map((record) => record.kind));
    const ids = arrayLiteral(found.map((record) => record.id));
    await sql`
      DELETE FROM record
      WHERE account_id = ${account} AND ctid = ANY(${found.map((row) => row.ctid)}::tid[])`.execute(
      transaction,
    );
    await deleteBlobsOf(transaction, account, { kinds, ids });
    const first = await takePlaces(transaction, account, found.length);
    await sql`
      INSERT INTO tombstone (account_id, kind, id, seq, stored)
      SELECT ${account}, gone.kind, gone.id, ${first} + gone.place - 1, ${today}::date
      FROM unnest(${kinds}::text[], ${ids}::text[]) WITH ORDINALITY AS gone (kind, id, place)
      ON CONFLICT (account_id, kind, id) DO UPDATE SET seq = excluded.seq, stored = excluded.stored`.execute(
      transaction,
    );
    return { seq: first + found.length - 1, changed: found.length, moved: true };
  });
}
