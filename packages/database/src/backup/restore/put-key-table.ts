import type { Database } from '../../connection/database.ts';
import { newestCopy } from '../../keys/key-table.ts';
import { KeyringError, type Keyring } from '../../keys/keyring.ts';
import { restoreKeyTable } from '../../keys/restore-key-table.ts';
import { startKeys } from '../../keys/start-keys.ts';
import { BackupError } from '../backup-error.ts';

export interface KeyTableTarget {
  database: Database;
  keyring: Keyring;
  /** The last change that the database has, ms since 1970. */
  point: number;
  now: number;
}

/**
 * Gives a recovered database the newest state of the key table that there is: the keyring’s export, unless what was recovered
 * is of a later moment than that. @returns of which moment it is, RFC 3339. @throws BackupError where no key is left that opens it.
 */
export async function putKeyTable({ database, keyring, point, now }: KeyTableTarget): Promise<string> {
  const exported = await newestCopy(keyring);
  const isNewer = exported !== null && Date.parse(exported.at) >= point;
  if (isNewer) await restoreKeyTable({ database, keyring });
  try {
    await startKeys(database, keyring, now);
  } catch (error) {
    if (!(error instanceof KeyringError) || isNewer) throw error;
    throw new BackupError(
      `No key is left for the state of ${new Date(point).toISOString()}, and the keyring ${keyring.where} has no newer key table; restore without --at, put its files table.1 and table.2 back, or run “smseal keys recover” with its escrow (${error.message})`,
      { cause: error },
    );
  }
  return isNewer ? exported.at : new Date(point).toISOString();
}
