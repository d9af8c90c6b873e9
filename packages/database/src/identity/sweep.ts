import type { Database } from '../connection/database.ts';
import type { SessionLife } from './session.ts';

/** Deletes what has run out: sign-ups nobody confirmed, codes, answered challenges, sessions. */
export async function sweepIdentity(database: Database, now: Date, life: SessionLife): Promise<void> {
  await database.deleteFrom('identity.sign_up').where('expires', '<=', now).execute();
  await database.deleteFrom('identity.reset').where('expires', '<=', now).execute();
  await database.deleteFrom('identity.key_code').where('expires', '<=', now).execute();
  await database.deleteFrom('identity.change').where('expires', '<=', now).execute();
  await database.deleteFrom('identity.used_challenge').where('expires', '<=', now).execute();
  await database
    .deleteFrom('identity.session')
    .where((where) =>
      where.or([where('started', '<=', life.startedAfter), where('last_used', '<=', life.usedAfter)]),
    )
    .execute();
}
