import pg from 'pg';
import type { Keyring } from '../../keys/keyring.ts';
import { BackupError } from '../backup-error.ts';
import { makeFit, type MadeFit } from '../restore/make-fit.ts';
import { bringBackJournal } from '../store/journal-copy.ts';

export interface RestoreOwnInput {
  /** A PostgreSQL into which the operator has restored a copy. */
  databaseUrl: string;
  keyring: Keyring;
  /** Of the store, which may have the journal. */
  folder: string;
  now: number;
}

/** Makes a database fit that the operator’s own tool has restored. @throws BackupError where it is in use. */
export async function restoreOwnCopy({
  databaseUrl,
  keyring,
  folder,
  now,
}: RestoreOwnInput): Promise<MadeFit> {
  await requireUnused(databaseUrl);
  await bringBackJournal(keyring, folder);
  // A dump does not say of when it is; the exported key table is newer, because it is written after each copy.
  return makeFit({ url: databaseUrl, keyring, point: -Infinity, now });
}

async function requireUnused(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ others: string }>(`
      SELECT count(*) AS others FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'smseal' AND pid <> pg_backend_pid()`);
    if (rows[0]?.others !== '0')
      throw new BackupError('The database at SMSEAL_DATABASE_URL is being served; end SMSeal first.');
  } finally {
    await client.end();
  }
}
