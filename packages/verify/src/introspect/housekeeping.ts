import { findingsOf, INVENTORY } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';
import type { DatabaseReader } from './database-reader.ts';

interface Task {
  name: string;
  /** How long ago it began last, or has been known where it never did; seconds. */
  ago: string;
}

/** An hour of the clock, and one in which a start may have fallen. */
const LATEST_S = 2 * 60 * 60;

/** The queue's tasks, against the inventory, and when each ran last. */
export async function housekeeping(database: DatabaseReader): Promise<Outcome> {
  const tasks = await database.rows<Task>(`
    SELECT identifier AS name, extract(epoch FROM now() - coalesce(last_execution, known_since)) AS ago
    FROM graphile_worker._private_known_crontabs`);
  const queued = await database.rows<{ name: string }>(
    'SELECT identifier AS name FROM graphile_worker._private_tasks',
  );
  const names = [...tasks, ...queued].map(({ name }) => `tasks/${name}`);
  const { unlisted, missing } = findingsOf(INVENTORY, 'queue', names);
  const faults = [
    ...unlisted.map((name) => `${name} is queued and not listed`),
    ...missing.map((name) => `${name} is listed and not queued`),
    ...tasks
      .filter(({ ago }) => Number(ago) > LATEST_S)
      .map(({ name, ago }) => `${name} ran last ${Math.round(Number(ago) / 3600)} hours ago`),
  ];
  return verdict(faults, `${tasks.map(({ name }) => name).join(' and ')} are on time`);
}
