import { readFile } from 'node:fs/promises';

/** What Linux says of a process's memory, in octets: `VmHWM` is its largest resident set so far, `VmRSS` the present one. */
export async function memoryOf(pid: number | undefined, field: 'VmHWM' | 'VmRSS'): Promise<number> {
  return kibibytes(await readFile(`/proc/${pid}/status`, 'utf8'), field);
}

/** What several processes have to themselves now, in octets. One that has just ended counts as nothing. */
export async function privateMemory(pids: readonly number[]): Promise<number> {
  const parts = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')),
  );
  return parts
    .filter((part) => part !== '')
    .reduce((sum, part) => sum + kibibytes(part, 'Private_Clean') + kibibytes(part, 'Private_Dirty'), 0);
}

/** A process and all that it started. */
export async function familyOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const families = children
    .split(' ')
    .filter(Boolean)
    .map((child) => familyOf(Number(child)));
  return [pid, ...(await Promise.all(families)).flat()];
}

function kibibytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) * 1024;
}
