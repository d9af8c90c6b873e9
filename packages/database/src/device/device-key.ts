import type { ChainBody, Id } from '@smseal/protocol';
import type { Database, Transaction } from '../connection/database.ts';

/** The public signing key (base64url) of a device that is not removed, as the chain has it; null where there is none. */
export async function deviceKey(
  executor: Database | Transaction,
  account: Id,
  device: Id,
): Promise<string | null> {
  const entry = await executor
    .selectFrom('device')
    .innerJoin('chain_entry', (join) =>
      join
        .onRef('chain_entry.account_id', '=', 'device.account_id')
        .onRef('chain_entry.index', '=', 'device.admitted'),
    )
    .select(['chain_entry.account_id', 'chain_entry.index', 'chain_entry.body'])
    .where('device.account_id', '=', account)
    .where('device.id', '=', device)
    .where('device.removed', 'is', null)
    .executeTakeFirst();
  if (!entry) return null;
  const [opened] = await executor.keys.open('chain_entry', [entry]);
  const body = JSON.parse(String(opened?.body)) as ChainBody;
  return body.type === 'device' && body.device.id === device ? body.device.sign : null;
}
