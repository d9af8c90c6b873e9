import { findingsOf, INVENTORY } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { waitFor } from '../stage/wait-for.ts';
import type { DatabaseReader } from './database-reader.ts';

interface Task {
  name: string;
  /** How long ago it began last, or has been known where it never did; seconds. */
  ago: string;
}

/** An hour of the clock, and one in which a start may have fallen. */
const LATEST_S = 2 * 60 * 60;
/** By which clocks of two machines may differ. */
const SLACK_S = 2 * 60;

/** A server that was just started has said within so long what it does by the clock. */
const SAID_MS = 5_000;

/** The queue's tasks, against the inventory, and when each ran last. */
export async function housekeeping(database: DatabaseReader): Promise<Outcome> {
  const missingOf = (tasks: readonly Task[]): string[] =>
    findingsOf(
      INVENTORY,
      'queue',
      tasks.map(({ name }) => `tasks/${name}`),
    ).missing;
  const allSaid = async (): Promise<Task[] | undefined> => {
    const tasks = await byTheClock(database);
    return tasks && missingOf(tasks).length === 0 ? tasks : undefined;
  };
  const tasks = (await waitFor('the housekeeping', allSaid, SAID_MS).catch(() => byTheClock(database))) ?? [];
  const queued = await database.rows<{ name: string }>(
    'SELECT identifier AS name FROM graphile_worker._private_tasks',
  );
  const names = [...tasks, ...queued].map(({ name }) => `tasks/${name}`);
  const { unlisted } = findingsOf(INVENTORY, 'queue', names);
  const faults = [
    ...unlisted.map((name) => `${name} is queued and not listed`),
    ...missingOf(tasks).map((name) => `${name} is listed and does not run`),
    ...tasks
      .filter(({ ago }) => Number(ago) > LATEST_S)
      .map(({ name, ago }) => `${name} ran last ${Math.round(Number(ago) / 3600)} hours ago`),
    ...tasks
      .filter(({ ago }) => Number(ago) < -SLACK_S)
      .map(({ name }) => `${name} ran last at a time that is still to come: the clock was turned back`),
  ];
  return verdict(faults, `${tasks.map(({ name }) => name).join(' and ')} are on time`);
}

/** What runs by the clock; undefined while there is no queue yet. */
async function byTheClock(database: DatabaseReader): Promise<Task[] | undefined> {
  const [queue] = await database.rows<{ is: boolean }>(
    `SELECT to_regclass('graphile_worker._private_known_crontabs') IS NOT NULL AS is`,
  );
  if (queue?.is !== true) return undefined;
  return database.rows<Task>(`
    SELECT identifier AS name, extract(epoch FROM now() - coalesce(last_execution, known_since)) AS ago
    FROM graphile_worker._private_known_crontabs`);
}
