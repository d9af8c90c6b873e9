import type { Capability, Id } from '@smseal/protocol';
import type { Database } from '../connection/database.ts';

/** A live device as its credential names it. */
export interface FoundDevice {
  account: Id;
  id: Id;
  can: Capability[];
  /** UTC day of its last request. */
  lastSeen: string | null;
  /** Whether its account is closed. */
  closed: boolean;
}

/** The live device whose token has this SHA-256. */
export async function findDeviceByCredential(
  database: Database,
  credential: Uint8Array,
): Promise<FoundDevice | null> {
  const row = await database
    .selectFrom('device')
    .innerJoin('account', 'account.id', 'device.account_id')
    .select(['device.account_id', 'device.id', 'device.can', 'device.last_seen', 'account.closed'])
    .where('device.credential', '=', Buffer.from(credential))
    .executeTakeFirst();
  if (!row) return null;
  return {
    account: row.account_id,
    id: row.id,
    can: row.can as Capability[],
    lastSeen: row.last_seen,
    closed: row.closed !== null,
  };
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
