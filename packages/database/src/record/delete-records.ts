import type { DeleteRecords, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { deleteBlobsOf } from '../blob/blobs.ts';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { arrayLiteral } from './array-literal.ts';
import type { RecordsPut } from './put-records.ts';
import { headOf, takePlaces } from './sequence.ts';

type Name = DeleteRecords['records'][number];

/** Deletes records with their blobs and leaves a tombstone each. Unknown ids are no-ops. */
export async function deleteRecords(
  database: Database,
  { account, records, today }: { account: Id; records: readonly Name[]; today: string },
): Promise<RecordsPut> {
  return inTransaction(database, async (transaction) => {
    const found = await lockExisting(transaction, account, records);
    if (found.length === 0) return { seq: await headOf(transaction, account), changed: 0, moved: false };
    const kinds = arrayLiteral(found.map((record) => record.kind));
    const ids = arrayLiteral(found.map((record) => record.id));
    await sql`
      DELETE FROM record r USING unnest(${kinds}::text[], ${ids}::text[]) AS gone (kind, id)
      WHERE r.account_id = ${account} AND r.kind = gone.kind AND r.id = gone.id`.execute(transaction);
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

async function lockExisting(
  transaction: Transaction,
  account: Id,
  records: readonly Name[],
): Promise<{ kind: string; id: Id }[]> {
  const kinds = arrayLiteral(records.map((record) => record.kind));
  const ids = arrayLiteral(records.map((record) => record.id));
  const { rows } = await sql<{ kind: string; id: Id }>`
    SELECT r.kind, r.id
    FROM (SELECT DISTINCT * FROM unnest(${kinds}::text[], ${ids}::text[]) AS given (kind, id)) AS wanted
    JOIN record r ON r.account_id = ${account} AND r.kind = wanted.kind AND r.id = wanted.id
    ORDER BY r.kind, r.id
    FOR UPDATE OF r`.execute(transaction);
  return rows;
}
