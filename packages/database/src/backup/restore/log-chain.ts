import { BackupError } from '../backup-error.ts';
import { isSegment, nextSegment } from '../store/log-name.ts';
import type { Manifest } from '../store/manifest.ts';
import type { StoredLog } from '../store/store.ts';

/**
 * Sees to it that the store has the log that a copy needs, and no gap in what follows up to `until` (ms since 1970; null: to the
 * end). @returns the last file of its timeline that follows without a gap. @throws BackupError with what can be restored instead.
 */
export function requireChain(
  logs: readonly StoredLog[],
  { wal, endedAt }: Manifest,
  until: number | null,
): string {
  const held = new Map(logs.filter(({ name }) => isSegment(name)).map((log) => [log.name, log]));
  const timeline = wal.first.slice(0, 8);
  const newest =
    [...held.keys()]
      .filter((name) => name.startsWith(timeline))
      .sort()
      .at(-1) ?? '';
  let before: StoredLog | undefined;
  for (let name = wal.first; name <= newest || name <= wal.last; name = nextSegment(name, wal.segmentSize)) {
    const log = held.get(name);
    if (!log && name <= wal.last)
      throw new BackupError(
        `The store lacks the log ${name}, which this copy needs; take another copy with --at.`,
      );
    const reached = Math.max(before?.at ?? 0, Date.parse(endedAt));
    // Where another timeline begins, the last file of the one before has another end.
    if (!log && !(until !== null && until <= reached) && !hasTimelineFrom(held, name))
      throw new BackupError(
        `The store lacks the log ${name}, so that later changes cannot be restored from this copy; name a time up to ${new Date(reached).toISOString()} with --at.`,
      );
    if (!log) break;
    before = log;
    if (until !== null && log.at > until && name >= wal.last) break;
  }
  return before?.name ?? wal.last;
}

function hasTimelineFrom(held: ReadonlyMap<string, StoredLog>, name: string): boolean {
  return [...held.keys()].some((other) => other.slice(8) === name.slice(8) && other > name);
}
