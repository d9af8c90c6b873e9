const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long a copy is kept, counted from its beginning, and write-ahead log, counted from its last change: a day less than is
 * promised, because what is deleted may stand in the database's files for a day, until they are tidied.
 */
export const COPY_MS = 13 * DAY_MS;
/** How often a full copy is made at least. */
export const MOST_COPY_HOURS = 24;
/** After a failure the next try comes so much later. */
const RETRY_MS = 10 * 60_000;
const TRIAL_MS = 7 * DAY_MS;

/** Where backups stand; times in ms since 1970. */
export interface BackupState {
  /** When the newest whole copy began. */
  newestCopy: number | null;
  /** When the last try to make one failed, if none was made since. */
  failed: number | null;
  /** When write-ahead log was last let go without being kept. */
  gap: number | null;
}

/** Whether a full copy is to be made now: none is there, the last is old, or the log after it has a gap. */
export function isCopyDue({ newestCopy, failed, gap }: BackupState, everyMs: number, now: number): boolean {
  if (failed !== null && now - failed < RETRY_MS && now >= failed) return false;
  if (newestCopy === null || now - newestCopy >= everyMs) return true;
  return gap !== null && gap >= newestCopy;
}

/** Whether the newest copy is to be restored for a trial: never tried, a week ago, or not since one failed. */
export function isTrialDue(
  { newestCopy, tried, passed }: { newestCopy: number; tried: number | null; passed: boolean },
  now: number,
): boolean {
  if (tried === null || now - tried >= TRIAL_MS) return true;
  return !passed && newestCopy > tried;
}

/** Something in the store, and when it began or changed last; ms since 1970. */
export interface StoredAt {
  at: number;
}

/** What is to leave the store now. A copy goes when its time is over, also where it is the last. */
export function expiredBackups<Copy extends StoredAt, Log extends StoredAt>(
  { copies, logs }: { copies: readonly Copy[]; logs: readonly Log[] },
  now: number,
): { copies: Copy[]; logs: Log[] } {
  const isOver = ({ at }: StoredAt): boolean => now - at >= COPY_MS;
  const kept = copies.filter((copy) => !isOver(copy));
  const oldest = Math.min(...kept.map(({ at }) => at));
  return {
    copies: copies.filter(isOver),
    // What came before the oldest copy began leads to none.
    logs: logs.filter((log) => isOver(log) || (kept.length > 0 && log.at < oldest)),
  };
}

/** Whether the key of a UTC day, which began at `day`, is to be destroyed: whatever it encrypts has had its time. */
export function isBackupKeyOver(day: number, now: number): boolean {
  return now >= day + DAY_MS + COPY_MS;
}
