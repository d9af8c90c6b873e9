import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/**
 * Ends a postmaster that was left running on `data` by a life of ours that ended badly, and removes its pid file
 * where the process is gone or is another program that got the same number.
 */
export async function endStalePostmaster(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  const pid = await readFile(file, 'utf8').then(
    (text) => Number(text.split('\n')[0]),
    () => 0,
  );
  if (pid <= 1) return;
  if (!(await runsOn(pid, data))) {
    await rm(file, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  if (await endedWithin(pid, FAST_SHUTDOWN_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (!(await endedWithin(pid, IMMEDIATE_SHUTDOWN_MS)))
    throw new Error(`A former PostgreSQL (process ${pid}) does not end; end it and start again.`);
}

/** Whether process `pid` is a postmaster on this very cluster. */
async function runsOn(pid: number, data: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(async () => {
    if (process.platform === 'linux') return '';
    return promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    );
  });
  return command.includes('postgres') && command.includes(data);
}

async function endedWithin(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 50) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await sleep(50);
  }
  return false;
}
