import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Clusters of a home: its own, and one that is restored from a backup for a trial. */
const CLUSTERS = ['data', 'trial'];

/**
 * Ends each PostgreSQL of this home whose keeper had to be killed: it has a group of its own and would stay. SIGQUIT is its
 * immediate shutdown; what was committed is recovered at the next start.
 */
export function endStrayPostmaster(home: string): void {
  for (const cluster of CLUSTERS) endOn(path.join(home, 'postgres', cluster));
}

function endOn(data: string): void {
  try {
    const pid = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (!Number.isInteger(pid) || pid <= 1) return;
    // The file outlives a crash, and its number may have gone to somebody else.
    if (process.platform === 'linux' && !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)) return;
    process.kill(pid, 'SIGQUIT');
  } catch {
    // No file, or no such process: nothing is left behind.
  }
}
