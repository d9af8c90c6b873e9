import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';

/** Those of the devices that were removed, or whose account is gone. */
export async function findRemoved(
  database: Database,
  devices: readonly { account: Id; id: Id }[],
): Promise<{ account: Id; id: Id }[]> {
  if (devices.length === 0) return [];
  const { rows } = await sql<{ account: Id; id: Id }>`
    SELECT asked.account_id AS account, asked.id
    FROM unnest(${devices.map(({ account }) => account)}::text[], ${devices.map(({ id }) => id)}::text[])
      AS asked (account_id, id)
    LEFT JOIN device USING (account_id, id)
    WHERE device.id IS NULL OR device.removed IS NOT NULL`.execute(database);
  return rows;
}
