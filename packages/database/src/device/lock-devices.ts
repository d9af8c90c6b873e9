import type { Id } from '@smseal/protocol';
import type { Transaction } from '../connection/database.ts';

/** What its writers need to know of a device that is locked. */
export interface LockedDevice {
  platform: string;
  can: readonly string[];
}

/**
 * Locks the live ones of an account's devices, in one order: writers that name the same device queue up here, and so does
 * the chain while it starts an epoch or removes one. @returns what stands of each; the removed and unknown are not in it.
 */
export async function lockDevices(
  transaction: Transaction,
  account: Id,
  devices: readonly Id[],
): Promise<Map<Id, LockedDevice>> {
  const rows = await transaction
    .selectFrom('device')
    .select(['id', 'platform', 'can'])
    .where('account_id', '=', account)
    .where('id', 'in', [...new Set(devices)])
    .where('removed', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map(({ id, platform, can }) => [id, { platform, can }]));
}
