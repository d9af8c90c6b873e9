import { exportKeyTable, rotateKeys, writeEscrow } from '@smseal/database';
import type { Deps } from '../deps.ts';

/**
 * Each hour: a new day's key where the day has changed, the state of the key table beside the keyring, where a restored
 * database finds it, and the keyring's escrow.
 */
export async function tendKeys(
  { database, keyring }: Pick<Deps, 'database' | 'keyring'>,
  now: Date,
): Promise<void> {
  await rotateKeys({ database, keyring, now: now.getTime() });
  await exportKeyTable({ database, keyring, now: now.getTime() });
  await writeEscrow(keyring, now.getTime());
}
