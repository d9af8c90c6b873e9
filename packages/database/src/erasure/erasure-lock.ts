import { sql } from 'kysely';
import type { Executor } from '../keys/account-key.ts';

/**
 * Runs `work` while no other process works at the same thing, and waits for one that does: an erasure by its id, or
 * `replay`, or `tidy`, or `removal` with an account. Of several things the order is that of who else takes them.
 */
export async function withErasureLock<T>(
  database: Executor,
  thing: string | readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const locks = [thing].flat().map((one) => `erasure ${one}`);
  return database.connection().execute(async (connection) => {
    await sql`SELECT set_config('statement_timeout', '0', false)`.execute(connection);
    for (const lock of locks)
      await sql`SELECT pg_advisory_lock(hashtextextended(${lock}, 0))`.execute(connection);
    try {
      return await work();
    } finally {
      for (const lock of locks)
        await sql`SELECT pg_advisory_unlock(hashtextextended(${lock}, 0))`.execute(connection);
      await sql`RESET statement_timeout`.execute(connection);
    }
  });
}
