import type { Id } from '@smseal/protocol';
import type { Transaction } from '../connection/database.ts';
import { forgetRemovedGateways } from '../gateway/read-settings.ts';

/** Lets devices in no more, and destroys what was wrapped to them; their entries in the chain stay. */
export async function shutDevices(
  transaction: Transaction,
  account: Id,
  devices: readonly Id[],
): Promise<void> {
  if (devices.length === 0) return;
  await transaction
    .updateTable('device')
    .set({ credential: null })
    .where('account_id', '=', account)
    .where('id', 'in', [...devices])
    .execute();
  await transaction
    .deleteFrom('sealed_key')
    .where('account_id', '=', account)
    .where('recipient', 'in', [...devices])
    .execute();
  await forgetRemovedGateways(transaction, account, devices);
}
