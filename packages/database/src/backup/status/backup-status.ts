import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CopyMade } from '../copy/take-copy.ts';
import type { ClosedCopy } from '../trial/closed-copy.ts';
import type { Trial } from '../trial/try-restore.ts';

/** Something that failed, and why. */
export interface Failure {
  /** ms since 1970. */
  at: number;
  sentence: string;
}

/** How backups stand, as the keeper writes it down for people, probes and its own next start; times in ms since 1970. */
export interface BackupStatus {
  v: 1;
  /** Of the store. */
  folder: string;
  /** PostgreSQL’s name for the cluster, which names its part of the store. */
  system: string | null;
  at: number;
  /** The last copy that was made here. */
  copy: CopyMade | null;
  copyFailure: Failure | null;
  /** Why the store takes no log. */
  logFailure: Failure | null;
  /** Files of log that wait for the store. */
  waiting: number;
  /** When log was let go that the store did not take. */
  gap: number | null;
  trial: (Trial & { at: number }) | null;
  trialFailure: Failure | null;
  /** The last look through a copy from before the current day’s key. */
  closed: ClosedCopy | null;
  closedFailure: Failure | null;
}

/** Where it lies: with what verifyd says, which reads it. */
function statusFile(home: string): string {
  return path.join(home, 'verify', 'backup.json');
}

/** Null where no keeper has written one. */
export async function readStatus(home: string): Promise<BackupStatus | null> {
  try {
    const status = JSON.parse(await readFile(statusFile(home), 'utf8')) as BackupStatus;
    return status.v === 1 ? status : null;
  } catch {
    return null;
  }
}

/** Puts it in the place of the last; whoever reads meanwhile reads one or the other, whole. */
export async function writeStatus(home: string, status: BackupStatus): Promise<void> {
  const file = statusFile(home);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${JSON.stringify(status)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
