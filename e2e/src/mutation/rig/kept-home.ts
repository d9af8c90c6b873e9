import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Lifetime } from '../../lifetime.ts';

const DAY_MS = 86_400_000;
/** Older than any log may be. */
const OLD_DAYS = 40;

/**
 * A folder for `smseal start`, in which there is a log of long ago. The run of the claims is taken, so that verifyd tries
 * nothing at the same time.
 */
export async function keptHome(lifetime: Lifetime): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-mutation-home-'));
  lifetime.after(() => rm(home, { recursive: true, force: true, maxRetries: 3 }));
  for (const folder of ['logs', 'verify']) await mkdir(path.join(home, folder), { mode: 0o700 });
  await writeFile(path.join(home, 'verify', 'run.pid'), String(process.pid), { mode: 0o600 });
  const at = longAgo();
  const file = path.join(home, 'logs', `server-${at.toISOString().slice(0, 10)}.log`);
  await writeFile(file, '');
  await utimes(file, at, at);
  return home;
}

/** A moment of which nothing may be left. */
export function longAgo(): Date {
  return new Date(Date.now() - OLD_DAYS * DAY_MS);
}
