import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of an installation, taken by this start. */
export interface TakenHome {
  logs: string;
  release(): void;
}

/**
 * Makes the home when it is not there, and takes it: two starts on one home would end each other's PostgreSQL. Throws an
 * Error with one sentence when it cannot be used.
 */
export function takeHome(home: string): TakenHome {
  const logs = path.join(home, 'logs');
  try {
    mkdirSync(logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(
      `SMSEAL_HOME is ${home}, which cannot be made (${code}); set it to a folder that this user may write.`,
      {
        cause: error,
      },
    );
  }
  refuseForeign(home);
  const lock = path.join(home, 'start.pid');
  const holder = livingHolder(lock);
  if (holder !== null)
    throw new Error(
      `SMSeal already runs on ${home} (process ${holder}); end it first, or set SMSEAL_HOME to another folder.`,
    );
  writeFileSync(lock, String(process.pid), { mode: 0o600 });
  return { logs, release: () => rmSync(lock, { force: true }) };
}

/** Keys lie in the home: it must be ours and writable by nobody else. */
function refuseForeign(home: string): void {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  const { uid: owner, mode } = statSync(home);
  if (owner !== uid)
    throw new Error(`SMSEAL_HOME is ${home}, which belongs to another user; set it to a folder of your own.`);
  if ((mode & 0o022) !== 0)
    throw new Error(`SMSEAL_HOME is ${home}, which others may write; run “chmod go-w ${home}”.`);
}

function livingHolder(lock: string): number | null {
  let pid: number;
  try {
    pid = Number(readFileSync(lock, 'utf8'));
  } catch {
    return null;
  }
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid || !isAlive(pid)) return null;
  try {
    // After a reboot the number may belong to somebody else; where /proc tells, ask it.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start') ? pid : null;
  } catch {
    return process.platform === 'linux' ? null : pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
