import { sql } from 'kysely';
import type { Executor } from '../keys/account-key.ts';

/**
 * Runs `work` while no other process works at the same thing, and waits for one that does: an erasure by its id, or
 * `replay`, or `tidy`.
 */
export async function withErasureLock<T>(
  database: Executor,
  thing: string,
  work: () => Promise<T>,
): Promise<T> {
  const lock = `erasure ${thing}`;
  return database.connection().execute(async (connection) => {
    await sql`
      SELECT set_config('statement_timeout', '0', false), pg_advisory_lock(hashtextextended(${lock}, 0))`.execute(
      connection,
    );
    try {
      return await work();
    } finally {
      await sql`SELECT pg_advisory_unlock(hashtextextended(${lock}, 0))`.execute(connection);
      await sql`RESET statement_timeout`.execute(connection);
    }
  });
}
