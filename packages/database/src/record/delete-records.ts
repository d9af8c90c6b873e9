import type { DeleteRecords, Id } from '@smseal/protocol';
import { inTransaction, type Database } from '../connection/database.ts';
import { eraseRecords } from '../erasure/erase-records.ts';
import type { RecordsPut } from './put-records.ts';
import { headOf } from './sequence.ts';

type Name = DeleteRecords['records'][number];

/** Deletes records with their blobs and leaves a tombstone each. Unknown ids are no-ops. */
export async function deleteRecords(
  database: Database,
  { account, records, today }: { account: Id; records: readonly Name[]; today: string },
): Promise<RecordsPut> {
  return inTransaction(database, async (transaction) => {
    const gone = await eraseRecords(transaction, { account, records, today });
    if (gone) return { seq: gone.seq, changed: gone.records, moved: true };
    return { seq: await headOf(transaction, account), changed: 0, moved: false };
  });
}
