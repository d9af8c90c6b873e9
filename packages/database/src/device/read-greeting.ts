import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';

/** Where an account stands: seq of its change feed, and entries of its chain. */
export interface Greeting {
  head: number;
  chain: number;
  /** Whether the account is closed. */
  closed: boolean;
}

/** What a device is told when it connects; null where it is not, or no longer, one of the account's. */
export async function readGreeting(
  database: Database,
  device: { account: Id; id: Id },
): Promise<Greeting | null> {
  const { rows } = await sql<Greeting>`
    SELECT account.seq AS head, account.closed IS NOT NULL AS closed,
      (SELECT coalesce(max(index) + 1, 0) FROM chain_entry WHERE account_id = account.id) AS chain
    FROM account JOIN device ON device.account_id = account.id
    WHERE account.id = ${device.account} AND device.id = ${device.id} AND device.removed IS NULL`.execute(
    database,
  );
  return rows[0] ?? null;
}
