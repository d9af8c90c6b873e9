import { INVENTORY } from '@smseal/inventory';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { canBeRead } from './can-be-read.ts';
import type { DatabaseReader } from './database-reader.ts';

/** Newest values that are looked at of each column. */
const MOST_VALUES = 200;

/** Values of the columns that are encrypted at rest, as whoever copies the database finds them. */
export async function atRest(database: DatabaseReader): Promise<Outcome> {
  const columns = INVENTORY.filter((entry) => entry.place === 'database' && entry.atRest !== undefined);
  const faults: string[] = [];
  let values = 0;
  for (const { name } of columns) {
    const dot = name.lastIndexOf('.');
    const table = name.slice(0, dot).split('.').map(quoted).join('.');
    const column = quoted(name.slice(dot + 1));
    const rows = await database.rows<{ value: Buffer | string }>(
      `SELECT ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL ORDER BY ctid DESC LIMIT ${MOST_VALUES}`,
    );
    values += rows.length;
    if (rows.some(({ value }) => typeof value === 'string' || canBeRead(value)))
      faults.push(`${name} can be read`);
  }
  if (values === 0) return unproved('there is nothing in it yet');
  return verdict(faults, `${values} values of ${columns.length} columns, and none can be read`);
}

interface DayKeys {
  current: string;
  /** Days since the current one was made. */
  age: number | null;
  retiring: string;
  /** Accounts whose key is wrapped by neither. */
  astray: string;
}

/** The keys of the days: one current, made today or yesterday, and every account under it or on its way there. */
export async function dayKey(database: DatabaseReader): Promise<Outcome> {
  const [keys] = await database.rows<DayKeys>(`
    SELECT count(*) FILTER (WHERE state = 'current') AS current,
      (now() AT TIME ZONE 'UTC')::date - max(day) FILTER (WHERE state = 'current') AS age,
      count(*) FILTER (WHERE state = 'retiring' AND day < (now() AT TIME ZONE 'UTC')::date - 2) AS retiring,
      (SELECT count(*) FROM account_key k LEFT JOIN day_key d ON d.id = k.day_key
        WHERE d.state IS NULL OR d.state = 'announced') AS astray
    FROM day_key`);
  const { current = '0', age = null, retiring = '0', astray = '0' } = keys ?? {};
  const faults = [
    ...(current === '1' ? [] : [`${current} keys are current`]),
    ...(age !== null && age > 1 ? [`the key of the day is ${age} days old`] : []),
    ...(retiring === '0' ? [] : [`${retiring} keys should have been destroyed`]),
    ...(astray === '0' ? [] : [`${astray} accounts are under no key that is there`]),
  ];
  return verdict(faults, `one key, ${age === 0 ? 'of today' : 'of yesterday'}, and none that is overdue`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
