import { expiredBackups } from '@smseal/policy';
import type { Keyring } from '../../keys/keyring.ts';
import { BackupKeys } from '../backup-keys.ts';
import { BackupStore, systemsIn } from '../store/store.ts';

/** Removes from a store, of whichever cluster, what has had its time, and destroys the keys of its days. */
export async function expireBackups(
  { folder, keyring }: { folder: string; keyring: Keyring },
  now: number,
): Promise<void> {
  const keys = new BackupKeys(keyring);
  await keys.destroyOld(now);
  keys.forget();
  for (const system of await systemsIn(folder)) {
    const store = new BackupStore(folder, system);
    const over = expiredBackups({ copies: await store.copies(), logs: await store.logs() }, now);
    for (const copy of over.copies) await store.removeCopy(copy);
    for (const log of over.logs) await store.removeLog(log);
  }
}
