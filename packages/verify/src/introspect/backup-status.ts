import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { green, red, unproved, type Outcome } from '../probe/outcome.ts';

const DAY_MS = 86_400_000;
/** A copy a day, and a night in which it failed. */
const COPY_MS = 2 * DAY_MS;
/** A trial a week, and a day in which it failed. */
const TRIAL_MS = 8 * DAY_MS;

interface Failure {
  at: number;
  sentence: string;
}

/** What whoever makes the backups writes down about them; times in ms since 1970. */
interface BackupStatus {
  folder: string;
  /** When it was written. */
  at: number;
  copy: { startedAt: number } | null;
  copyFailure: Failure | null;
  trial: {
    at: number;
    copy: string;
    recoverySeconds: number;
    pointSeconds: number;
    tables: number;
    rows: number;
    accounts: number;
  } | null;
  trialFailure: Failure | null;
  closed: { at: number; copy: string; files: number; logs: number; found: number } | null;
  closedFailure: Failure | null;
}

const NONE = 'no backups are made by this service';

/** `verify/backup.json` below `SMSEAL_HOME`; null where there is none. */
export async function readBackupStatus(home: string): Promise<BackupStatus | null> {
  const text = await readFile(path.join(home, 'verify', 'backup.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as BackupStatus);
}

/** Whether a copy was made in time, and one was restored for a trial. */
export async function backupTrial(home: string): Promise<Outcome> {
  const status = await readBackupStatus(home);
  if (status === null) return unproved(NONE);
  const { copy, trial, trialFailure, copyFailure } = status;
  const now = Date.now();
  if (copyFailure !== null && now - (copy?.startedAt ?? 0) > COPY_MS)
    return red(`no copy was made for two days: ${copyFailure.sentence}`);
  if (copy !== null && now - copy.startedAt > COPY_MS)
    return red('the newest copy is more than two days old');
  if (trialFailure !== null) return red(`the last trial failed: ${trialFailure.sentence}`);
  if (trial === null) return unproved('no backup was tried yet');
  if (now - trial.at > TRIAL_MS) return red(`the last trial is ${days(now - trial.at)} days old`);
  return green(
    `restored in ${trial.recoverySeconds} s to ${trial.pointSeconds} s before: ${trial.rows} rows of ${trial.tables} tables, ${trial.accounts} accounts opened`,
  );
}

/** Whether an old copy was looked through for what lies under a key that is left. */
export async function closedCopies(home: string): Promise<Outcome> {
  const status = await readBackupStatus(home);
  if (status === null) return unproved(NONE);
  const { closed, closedFailure } = status;
  if (closedFailure !== null) return red(`an old copy cannot be read: ${closedFailure.sentence}`);
  if (closed === null) return unproved('no copy is from before the key of the day yet');
  if (closed.found > 0) return red(`${closed.found} things in ${closed.copy} lie under a key that is left`);
  if (Date.now() - closed.at > COPY_MS) return unproved('no copy was looked through for two days');
  return green(
    `${closed.files} files of ${closed.copy} and ${closed.logs} of log, none under a key that is left`,
  );
}

const days = (ms: number): number => Math.floor(ms / DAY_MS);
