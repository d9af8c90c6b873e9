import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';

/** A device that may not be connected any more, and whether it may come back. */
export interface EndedDevice {
  account: Id;
  id: Id;
  /** `removed`: it, or its account, is gone. */
  why: 'removed' | 'closed';
}

/** Those of the devices that were removed, or whose account is gone or closed. */
export async function findEnded(
  database: Database,
  devices: readonly { account: Id; id: Id }[],
): Promise<EndedDevice[]> {
  if (devices.length === 0) return [];
  const { rows } = await sql<EndedDevice>`
    SELECT asked.account_id AS account, asked.id,
      CASE WHEN device.id IS NULL OR device.removed IS NOT NULL THEN 'removed' ELSE 'closed' END AS why
    FROM unnest(${devices.map(({ account }) => account)}::text[], ${devices.map(({ id }) => id)}::text[])
      AS asked (account_id, id)
    LEFT JOIN device USING (account_id, id)
    LEFT JOIN account ON account.id = asked.account_id
    WHERE device.id IS NULL OR device.removed IS NOT NULL OR account.closed IS NOT NULL`.execute(database);
  return rows;
}
