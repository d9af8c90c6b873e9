import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installBinaries } from '../../embedded/binaries.ts';
import { makeDirectories } from '../../embedded/home.ts';
import { endStalePostmaster } from '../../embedded/stale-postmaster.ts';
import { unprivilegedUser } from '../../embedded/unprivileged-user.ts';
import type { Keyring } from '../../keys/keyring.ts';
import { BackupError } from '../backup-error.ts';
import { BackupKeys } from '../backup-keys.ts';
import { bringBackJournal } from '../store/journal-copy.ts';
import { findCopy } from './find-copy.ts';
import { makeFit, type MadeFit } from './make-fit.ts';
import { recoverCluster } from './recover-cluster.ts';

export interface RestoreInput {
  /** Folder of the backups. */
  from: string;
  /** Home that has no database yet. */
  home: string;
  keyring: Keyring;
  /** How far, ms since 1970; null: as far as the backups go. */
  until: number | null;
  now: () => number;
  /** Told what is done now, in a sentence. */
  onStep: (sentence: string) => void;
  /** Gets each line of PostgreSQL’s own log. */
  onLog?: (line: string) => void;
}

/** What a restore came to. */
export interface Restored extends MadeFit {
  copy: string;
  /** The last change that it has, ms since 1970. */
  point: number;
  /** Whether the database’s pages carry checksums. */
  checksums: boolean;
}

/**
 * Makes the database of a home from its backups. The home gets it only when all of it is done; one that is cut off is begun
 * anew. @throws BackupError, KeyringError
 */
export async function restore(input: RestoreInput): Promise<Restored> {
  const { from, home, keyring, until, now, onStep } = input;
  const found = await findCopy(from, until);
  const user = await unprivilegedUser();
  const directories = await makeDirectories(home, user);
  await requireNoDatabase(home, directories.data);
  const { restoring } = directories;
  await endStalePostmaster(restoring);
  await rm(restoring, { recursive: true, force: true });
  const binaries = await installBinaries(directories.base);
  const keys = new BackupKeys(keyring);
  try {
    await bringBackJournal(keyring, from);
    onStep(`Restoring the copy ${found.copy.id}, and what came after it.`);
    const recovered = await recoverCluster({
      ...found,
      keys,
      until,
      data: restoring,
      binaries,
      user,
      onLog: input.onLog ?? (() => undefined),
    });
    let fit: MadeFit;
    try {
      onStep(`The database is as it was at ${new Date(recovered.point).toISOString()}.`);
      fit = await makeFit({ url: recovered.url, keyring, point: recovered.point, now: now() });
    } finally {
      await recovered.stop();
    }
    const { manifest, point } = recovered;
    await writeFile(path.join(directories.base, 'password'), manifest.password, { mode: 0o600 });
    await rename(restoring, directories.data);
    return { ...fit, copy: found.copy.id, point, checksums: manifest.checksums };
  } catch (error) {
    await rm(restoring, { recursive: true, force: true });
    throw error;
  } finally {
    keys.forget();
  }
}

/** @throws BackupError where a home has a database, running or not. */
async function requireNoDatabase(home: string, data: string): Promise<void> {
  const isThere = await stat(data).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  const pid = Number(
    (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
  );
  throw new BackupError(
    `${home} has a database${pid > 0 ? ', which is or was running' : ''}; end SMSeal and move ${data} away, or name an empty folder with --into.`,
  );
}
