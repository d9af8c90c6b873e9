import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../stage/wait-for.ts';

/** Longer than a run takes. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Takes the folder of the runs, of which there is one at a time: verifyd's, or one by hand. Waits for the other's end.
 * @returns how to give it back. @throws Error where the other does not end.
 */
export async function takeRun(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'run.pid');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await waitFor('the end of the run that is under way', () => tryToTake(file), PATIENCE_MS);
  return () => rm(file, { force: true });
}

async function tryToTake(file: string): Promise<true | undefined> {
  try {
    await writeFile(file, String(process.pid), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (!isAlive(holder)) await rm(file, { force: true });
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
