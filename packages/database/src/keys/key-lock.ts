import { sql } from 'kysely';
import type { Executor } from './account-key.ts';

/** Any number does, as long as no other user of advisory locks in this database takes it. */
const LOCK = 7_325_363;

/** Runs `work` while no other process makes, changes or destroys day keys; waits for one that does. */
export async function withKeyLock<T>(database: Executor, work: () => Promise<T>): Promise<T> {
  return database.connection().execute(async (connection) => {
    await sql`SELECT set_config('statement_timeout', '0', false), pg_advisory_lock(${LOCK})`.execute(
      connection,
    );
    try {
      return await work();
    } finally {
      await sql`SELECT pg_advisory_unlock(${LOCK})`.execute(connection);
      await sql`RESET statement_timeout`.execute(connection);
    }
  });
}
