import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openKeyring } from '../keys/open-keyring.ts';
import { migrate } from '../migration/migrate.ts';

/** Nothing of it has to outlive a power cut. */
const FAST = { fsync: 'off', synchronous_commit: 'off', shared_buffers: '32MB', max_wal_size: '256MB' };

/**
 * Rehearses something on a database of this release, migrated and empty, with a keyring of its own; then all of it is thrown
 * away. It never touches another one. A signal ends the program's input, and with it what waits there.
 */
export async function onThrowawayPostgres(
  what: string,
  rehearse: (given: { url: string; keyring: Keyring }) => Promise<void>,
): Promise<void> {
  process.once('SIGTERM', () => process.stdin.destroy()).once('SIGINT', () => process.stdin.destroy());
  const home = await mkdtemp(path.join(tmpdir(), `smseal-${what}-`));
  try {
    const postgres = await startEmbeddedPostgres({ home, settings: FAST });
    try {
      await migrate(postgres.url);
      await rehearse({ url: postgres.url, keyring: openKeyring(undefined, home) });
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
