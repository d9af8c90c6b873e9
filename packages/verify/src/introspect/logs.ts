import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { findingsOf, INVENTORY, RETENTION_RULES, type Findings, type Place } from '@smseal/inventory';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = RETENTION_RULES['log-30d'].days;

/** Which log a file is of; the others write the server's keys. */
const PLACES: Readonly<Record<string, Place>> = { gateway: 'gateway-log', phone: 'phone-log' };

/** Keys of all lines of a log, against the inventory. Node's own warnings are no lines of ours. */
export function logFindings(place: Place, lines: Iterable<string>): Findings {
  const keys = new Set<string>();
  for (const line of lines) {
    if (line.trim() === '' || /^\(node:\d+\)|^\(Use `node /.test(line)) continue;
    for (const key of keysOf(line)) keys.add(key);
  }
  return findingsOf(INVENTORY, place, keys);
}

function keysOf(line: string): string[] {
  try {
    const value = JSON.parse(line) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.keys(value);
  } catch {
    // Told below.
  }
  return ['a line without keys'];
}

interface LogOnDisk {
  file: string;
  program: string;
}

/** `SMSEAL_HOME/logs/PROGRAM-DAY.log`. */
async function logsOf(home: string): Promise<LogOnDisk[]> {
  const folder = path.join(home, 'logs');
  const names = await readdir(folder).catch((): string[] => []);
  return names.sort().map((name) => ({
    file: path.join(folder, name),
    program: /^(.+?)-\d{4}-\d{2}-\d{2}\.log$/.exec(name)?.[1] ?? name,
  }));
}

/** Every line of every log of an installation. What a log never said is no fault: a day can be quiet. */
export async function logs(home: string): Promise<Outcome> {
  const found = await logsOf(home);
  if (found.length === 0) return unproved('there are no logs in this folder');
  const faults: string[] = [];
  let lines = 0;
  for (const { file, program } of found) {
    const said = (await readFile(file, 'utf8')).split('\n');
    lines += said.length - 1;
    for (const key of logFindings(PLACES[program] ?? 'server-log', said).unlisted)
      faults.push(`${path.basename(file)} says ${key}`);
  }
  return verdict(faults, `${lines} lines of ${found.length} logs say what is listed`);
}

/** Ages of the logs. */
export async function logAge(home: string): Promise<Outcome> {
  const found = await logsOf(home);
  if (found.length === 0) return unproved('there are no logs in this folder');
  const ages = await Promise.all(
    found.map(async ({ file }) => ({ file, days: (Date.now() - (await stat(file)).mtimeMs) / DAY_MS })),
  );
  const old = ages.filter(({ days }) => days > MOST_DAYS + 1);
  const oldest = Math.max(...ages.map(({ days }) => days));
  return verdict(
    old.map(({ file, days }) => `${path.basename(file)} is ${Math.floor(days)} days old`),
    `the oldest of ${found.length} logs is ${Math.floor(oldest)} days old`,
  );
}
