import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';

const DAY_MS = 86_400_000;
const DAY_KEY = /^day\.(\d{4}-\d{2}-\d{2})\./;
/** A key is of its day, and is replaced on the next. */
const MOST_MS = 2 * DAY_MS;

/** The days' keys that lie in the keyring, by the days in their names. */
export async function keyring(home: string): Promise<Outcome> {
  const names = await readdir(path.join(home, 'keyring')).catch((): string[] => []);
  const keys = names.flatMap((name) => {
    const day = DAY_KEY.exec(name)?.[1];
    return day === undefined ? [] : [{ name, age: Date.now() - Date.parse(day) }];
  });
  if (keys.length === 0) return unproved('the keyring is not in this folder');
  return verdict(
    keys.filter(({ age }) => age >= MOST_MS).map(({ name }) => `the key ${name} is still there`),
    keys.length === 1 ? 'it holds the key of one day' : `it holds the keys of ${keys.length} days`,
  );
}
