import { openDatabase } from '../../connection/database.ts';
import { openJournal } from '../../erasure/journal.ts';
import { replayErasures } from '../../erasure/replay-erasures.ts';
import { requireReplayed } from '../../erasure/require-replayed.ts';
import type { Keyring } from '../../keys/keyring.ts';
import { migrate } from '../../migration/migrate.ts';
import { putKeyTable } from './put-key-table.ts';
import { rewriteTables } from './rewrite-tables.ts';

export interface FitInput {
  /** A database that was restored and that nobody uses yet. */
  url: string;
  keyring: Keyring;
  /** The last change that it has, ms since 1970. */
  point: number;
  now: number;
}

/** What was done to a restored database. */
export interface MadeFit {
  /** Of which moment its key table is, RFC 3339. */
  keysAt: string;
  /** Erasures that were done again. */
  replayed: number;
}

/**
 * Does what has to be done before a restored database may be served: the newest key table is put in, what was erased since is
 * erased again, and nothing of it stays in the files. @throws BackupError, KeyringError, ErasureError
 */
export async function makeFit({ url, keyring, point, now }: FitInput): Promise<MadeFit> {
  await migrate(url);
  const database = openDatabase(url, { connections: 3, keyring, statementMs: 0 });
  try {
    const keysAt = await putKeyTable({ database, keyring, point, now });
    const journal = openJournal(keyring);
    const { replayed } = await replayErasures({ database, journal, now });
    await requireReplayed({ database, journal, now });
    await rewriteTables(url);
    return { keysAt, replayed };
  } finally {
    database.keys.close();
    await database.destroy();
  }
}
