import { utcDay } from '@smseal/policy';
import type { Database, Transaction } from '../connection/database.ts';
import type { ErasureRowKind } from './erasure-tables.ts';
import type { Journal } from './journal.ts';
import type { ErasureMatter, HashedEntry } from './journal-entry.ts';
import { mirrorEntry } from './mirror.ts';
import type { ErasureProgress } from './progress.ts';

/** An erasure that is about to begin. */
export interface PlannedErasure {
  /** Random. */
  id: string;
  kind: ErasureRowKind;
  matter: ErasureMatter;
  progress: Partial<ErasureProgress>;
  /** SHA-256 of the token that the certificate is handed out for. */
  token?: Buffer;
}

/**
 * Announces an erasure in the database. This comes first, so that an entry of the journal which a crash kept the database
 * from noting is told from one that the database is too old to know.
 */
export async function announceErasure(
  executor: Database | Transaction,
  { id, kind, matter, progress, token }: PlannedErasure,
  now: number,
): Promise<void> {
  await executor
    .insertInto('erasure')
    .values({
      id,
      account_id: matter.account,
      kind,
      state: 'planned',
      number: null,
      hash: null,
      matter: JSON.stringify(matter),
      progress: JSON.stringify(progress),
      token: token ?? null,
      certificate: null,
      until: null,
      stored: utcDay(now),
    })
    .execute();
}

export interface AppendErasureInput {
  database: Database;
  journal: Journal;
  /** ms since 1970. */
  now: number;
}

/**
 * Writes an announced erasure into the journal and notes its place: durable in both when this resolves, and before that
 * nothing may be destroyed. @throws ErasureError where the journal is broken.
 */
export async function appendErasure(
  { database, journal, now }: AppendErasureInput,
  { id, matter }: Pick<PlannedErasure, 'id' | 'matter'>,
): Promise<HashedEntry> {
  const appended = await journal.append(id, matter, now);
  await mirrorEntry(database, appended);
  return appended;
}

/** Notes that nothing is left to do of a deletion without a certificate. */
export async function endDeletion(executor: Database | Transaction, id: string): Promise<void> {
  await executor
    .updateTable('erasure')
    .set({ state: 'rows-removed', is_over: true })
    .where('id', '=', id)
    .execute();
}
