import { toBase64Url, type Id, type InboundSession } from '@smseal/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../connection/database.ts';
import type { DeviceTables } from './device-tables.ts';

/** A session as readers get it. */
export function toInboundSession(row: Selectable<DeviceTables['inbound_session']>): InboundSession {
  return {
    id: row.id,
    device: row.device_id,
    epoch: row.epoch,
    day: row.day,
    enc: toBase64Url(row.enc),
    signature: toBase64Url(row.signature),
  };
}

/** One page of an account's inbound sessions by id. */
export async function listInboundSessions(
  database: Database,
  { account, after, limit }: { account: Id; after: Id | null; limit: number },
): Promise<InboundSession[]> {
  const rows = await database
    .selectFrom('inbound_session')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(limit)
    .execute();
  return (await database.keys.open('inbound_session', rows)).map(toInboundSession);
}
