import { utcDay } from '@smseal/policy';
import { inTransaction, type Database } from '../connection/database.ts';
import { shutDevices } from '../device/shut-devices.ts';
import { shutAccount } from './shut-account.ts';
import { eraseDevice } from './erase-device.ts';
import { eraseRecords } from './erase-records.ts';
import type { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import { removeAccount } from './remove-account.ts';
import { replaceBatch } from './replace-batch.ts';

export interface ApplyGiven {
  database: Database;
  journal: Journal;
  /** ms since 1970. */
  now: number;
}

/** Erases what an entry of the journal names, all of it; what is gone already stays so. */
export async function applyMatter(
  { database, journal, now }: ApplyGiven,
  { id, matter }: Pick<JournalEntry, 'id' | 'matter'>,
): Promise<void> {
  const { account } = matter;
  const today = utcDay(now);
  switch (matter.kind) {
    case 'account':
      await inTransaction(database, (transaction) => shutAccount(transaction, account));
      await removeAccount(database, account);
      return;
    case 'device':
      await inTransaction(database, (transaction) => eraseDevice(transaction, account, matter.device));
      return;
    case 'removal':
      // A backup from before it has a chain that still lists the device: it is not let in all the same.
      await inTransaction(database, (transaction) => shutDevices(transaction, account, matter.devices));
      return;
    case 'records':
      for (const records of portionsOf(matter.records))
        await inTransaction(database, (transaction) =>
          eraseRecords(transaction, { account, records, today }),
        );
      for (const batch of matter.batches)
        await replaceBatch(database, { account, batch, journal, erasure: id, today });
  }
}

/** As many as one transaction may take (ARCHITECTURE §4). */
const MOST_RECORDS = 1000;

export function portionsOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / MOST_RECORDS) }, (_, i) =>
    all.slice(i * MOST_RECORDS, (i + 1) * MOST_RECORDS),
  );
}
