import type { Id } from '@smseal/protocol';
import type { Database } from '../connection/database.ts';

/** Live devices of an account with the UTC day of their last request. */
export async function listDevices(
  database: Database,
  account: Id,
): Promise<{ id: Id; lastSeen: string | null }[]> {
  const rows = await database
    .selectFrom('device')
    .select(['id', 'last_seen'])
    .where('account_id', '=', account)
    .where('removed', 'is', null)
    .orderBy('admitted')
    .execute();
  return rows.map((row) => ({ id: row.id, lastSeen: row.last_seen }));
}
