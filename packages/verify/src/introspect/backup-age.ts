import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { readBackupStatus } from './backup-status.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 14;
/** A key is of a whole day, and opens what came at its end. */
const KEY_DAYS = MOST_DAYS + 1;
const MOMENT = /(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)/;
const KEY = /^backup\.(\d{4}-\d{2}-\d{2})\./;

interface Aged {
  name: string;
  /** Days, by its name or by the disk, whichever is more; null where its name tells of no time. */
  age: number | null;
}

/** Every copy and every file of log in the store, and the keys that open them, by age. */
export async function backupAge(home: string): Promise<Outcome> {
  const status = await readBackupStatus(home);
  if (status === null) return unproved('no backups are made by this service');
  const stored = await agesIn(status.folder);
  if (stored.length === 0) return unproved('there is no backup yet');
  const keys = await readdir(path.join(home, 'keyring')).catch((): string[] => []);
  const old = keys.filter((name) => {
    const day = KEY.exec(name)?.[1];
    return day !== undefined && Date.now() - Date.parse(day) > KEY_DAYS * DAY_MS;
  });
  const oldest = Math.max(...stored.map(({ age }) => age ?? 0));
  return verdict(
    [
      ...stored.filter(({ age }) => age === null).map(({ name }) => `${name} does not say of when it is`),
      ...stored
        .filter(({ age }) => (age ?? 0) > MOST_DAYS)
        .map(({ name, age }) => `${name} is ${Math.floor(age ?? 0)} days old`),
      ...old.map((name) => `the key ${name} is there`),
    ],
    `the oldest of ${stored.length} copies and files of log is ${Math.floor(oldest)} days old`,
  );
}

async function agesIn(folder: string): Promise<Aged[]> {
  const ages: Aged[] = [];
  for (const system of await foldersIn(folder))
    for (const kind of ['copy', 'wal']) {
      const below = path.join(folder, system, kind);
      for (const name of await readdir(below).catch((): string[] => [])) ages.push(await ageOf(below, name));
    }
  return ages;
}

async function ageOf(folder: string, name: string): Promise<Aged> {
  const [day, time] = MOMENT.exec(name)?.[1]?.split('T') ?? [];
  if (!day || !time) return { name, age: null };
  const named = Date.parse(`${day}T${time.replaceAll('-', ':')}`);
  // What goes while it is looked at is not old.
  const onDisk = await stat(path.join(folder, name)).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
  return { name, age: (Date.now() - Math.min(named, onDisk)) / DAY_MS };
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
