import { BackupError } from '../backup-error.ts';
import { BackupStore, systemsIn, type StoredCopy } from '../store/store.ts';

/** A copy, and the store that it lies in. */
export interface FoundCopy {
  store: BackupStore;
  copy: StoredCopy;
}

/**
 * The newest copy of the store that was begun before `before` (ms since 1970; null: the newest there is).
 * @throws BackupError where there is none.
 */
export async function findCopy(folder: string, before: number | null): Promise<FoundCopy> {
  const all = (await copiesIn(folder)).sort((a, b) => a.copy.at - b.copy.at);
  const found = all.findLast(({ copy }) => before === null || copy.at < before);
  if (found) return found;
  const [oldest] = all;
  if (!oldest)
    throw new BackupError(
      `There is no copy in ${folder}; name the folder of the backups with --from, or with SMSEAL_BACKUP_FOLDER.`,
    );
  throw new BackupError(
    `The oldest copy in ${folder} is of ${new Date(oldest.copy.at).toISOString()}; name a later time with --at.`,
  );
}

/** Every whole copy of a store, of whichever cluster. */
export async function copiesIn(folder: string): Promise<FoundCopy[]> {
  const found: FoundCopy[] = [];
  for (const system of await systemsIn(folder)) {
    const store = new BackupStore(folder, system);
    for (const copy of await store.copies()) found.push({ store, copy });
  }
  return found;
}
