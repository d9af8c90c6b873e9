import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, startEmbeddedPostgres } from '@smseal/database';
import { sql } from 'kysely';

const LOOK_MS = 5_000;
/** Ends after this many looks without another connection. */
const IDLE_LOOKS = 12;

/** The tests' PostgreSQL: data that may be lost, so nothing waits for the disk. */
async function serve(home: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({
    home,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      autovacuum_naptime: '5min',
    },
  });
  const urlFile = path.join(home, 'url');
  process.once('SIGTERM', () => void postgres.stop());
  await writeFile(urlFile, postgres.url, { mode: 0o600 });
  process.stdout.write(`${JSON.stringify({ ready: 'test-database', url: postgres.url })}\n`);
  await Promise.race([postgres.ended, untilIdle(postgres.url)]);
  await rm(urlFile, { force: true });
  await postgres.stop();
}

/** Who comes and goes between two looks counts as well: `seen` rises with every connection ever made. */
async function untilIdle(url: string): Promise<void> {
  const database = openDatabase(url, { connections: 1 });
  const look = sql<{ others: number; seen: number }>`
    SELECT
      (SELECT count(*) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS others,
      (SELECT sum(sessions)::bigint FROM pg_stat_database) AS seen`;
  let before = -1;
  try {
    for (let idle = 0; idle < IDLE_LOOKS;) {
      await sleep(LOOK_MS);
      const { rows } = await look.execute(database);
      const [now] = rows;
      idle = now?.others === 0 && now.seen === before ? idle + 1 : 0;
      before = now?.seen ?? -1;
    }
  } finally {
    await database.destroy();
  }
}

const home = process.argv[2];
if (!home) throw new Error('serve.ts DIRECTORY');
await serve(home);
process.exit(0);
