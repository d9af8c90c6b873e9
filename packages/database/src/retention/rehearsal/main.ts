import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openDatabase } from '../../connection/database.ts';
import { eraseClosed } from '../../erasure/erase-closed.ts';
import { openJournal } from '../../erasure/journal.ts';
import { openSigningKey } from '../../erasure/signing-key.ts';
import { openVerifier, prepareVerifier } from '../../erasure/verifier-role.ts';
import { startEmbeddedPostgres } from '../../embedded/embedded-postgres.ts';
import { openKeyring } from '../../keys/open-keyring.ts';
import { startKeys } from '../../keys/start-keys.ts';
import { migrate } from '../../migration/migrate.ts';
import { retain } from '../retain.ts';

/** Nothing of it has to outlive a power cut. */
const FAST = { fsync: 'off', synchronous_commit: 'off', shared_buffers: '32MB', max_wal_size: '256MB' };

/**
 * The retention job under a virtual clock, for whoever wants to see it at work: makes a database of this release, prints
 * where it is, runs the job once for each instant (ms since 1970) that it reads, and says so. At the end of its input the
 * database is thrown away. It never touches another one.
 */
async function main(): Promise<void> {
  process.once('SIGTERM', () => process.stdin.destroy()).once('SIGINT', () => process.stdin.destroy());
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-retention-'));
  try {
    const postgres = await startEmbeddedPostgres({ home, settings: FAST });
    try {
      await migrate(postgres.url);
      const keyring = openKeyring(undefined, home);
      const database = openDatabase(postgres.url, { keyring });
      let now = Date.now();
      await startKeys(database, keyring, now);
      await prepareVerifier(database);
      const eraser = {
        database,
        verifier: openVerifier(postgres.url, keyring),
        journal: openJournal(keyring),
        issuer: { controller: 'https://retention.example', key: await openSigningKey(keyring) },
        now: () => now,
      };
      process.stdout.write(`${JSON.stringify({ ready: 'retention', url: postgres.url })}\n`);
      for await (const line of createInterface({ input: process.stdin })) {
        now = Number(line);
        const { due } = await retain(database, now);
        await eraseClosed(eraser, due);
        process.stdout.write(`${JSON.stringify({ ran: now })}\n`);
      }
      for (const one of [database, eraser.verifier]) {
        one.keys.close();
        await one.destroy();
      }
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

await main();
