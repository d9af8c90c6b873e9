import type { Capability, Id } from '@smseal/protocol';
import type { Database } from '../connection/database.ts';

/** A live device as its credential names it. */
export interface FoundDevice {
  account: Id;
  id: Id;
  can: Capability[];
  /** UTC day of its last request. */
  lastSeen: string | null;
}

/** The live device whose token has this SHA-256. */
export async function findDeviceByCredential(
  database: Database,
  credential: Uint8Array,
): Promise<FoundDevice | null> {
  const row = await database
    .selectFrom('device')
    .select(['account_id', 'id', 'can', 'last_seen'])
    .where('credential', '=', Buffer.from(credential))
    .executeTakeFirst();
  if (!row) return null;
  return { account: row.account_id, id: row.id, can: row.can as Capability[], lastSeen: row.last_seen };
}

/** Notes the UTC day of a device's last request. */
export async function markSeen(
  database: Database,
  device: { account: Id; id: Id },
  day: string,
): Promise<void> {
  await database
    .updateTable('device')
    .set({ last_seen: day })
    .where('account_id', '=', device.account)
    .where('id', '=', device.id)
    .execute();
}
