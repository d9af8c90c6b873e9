import { openDatabase } from '../../connection/database.ts';
import { exportKeyTable } from '../../keys/key-table.ts';
import type { Keyring } from '../../keys/keyring.ts';
import { startKeys } from '../../keys/start-keys.ts';
import { copyJournal } from '../store/journal-copy.ts';

export interface ExportInput {
  /** A PostgreSQL that the operator copies. */
  databaseUrl: string;
  keyring: Keyring;
  /** Of the store. */
  folder: string;
  now: number;
}

/** Adds to a copy that the operator’s own tool has just made what it must not hold itself. @throws KeyringError */
export async function exportForOwnCopy({
  databaseUrl,
  keyring,
  folder,
  now,
}: ExportInput): Promise<{ rows: number; entries: number }> {
  const database = openDatabase(databaseUrl, { connections: 3, keyring });
  try {
    await startKeys(database, keyring, now);
    const rows = await exportKeyTable({ database, keyring, now });
    return { rows, entries: await copyJournal(keyring, folder, now) };
  } finally {
    database.keys.close();
    await database.destroy();
  }
}
