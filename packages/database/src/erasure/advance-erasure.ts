import { mayMove } from '@smseal/policy';
import { ERASURE_STATES, type ErasureState } from '@smseal/protocol';
import { sql, type Selectable } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { appendErasure, endDeletion } from './append-erasure.ts';
import { applyMatter } from './apply-matter.ts';
import { shutAccount, type DestroyedKeys } from './shut-account.ts';
import { eraseDevice } from './erase-device.ts';
import { withErasureLock } from './erasure-lock.ts';
import type { ErasureTables } from './erasure-tables.ts';
import { issueCertificate, type Issuer } from './issue-certificate.ts';
import type { Journal } from './journal.ts';
import type { ErasureMatter } from './journal-entry.ts';
import { mirrorEntry } from './mirror.ts';
import { removeAccount, type RemovalPace } from './remove-account.ts';
import { VERIFIER_BUILD, verifyErased } from './verify-erased.ts';
import type { ErasureProgress } from './progress.ts';

export type ErasureRow = Selectable<ErasureTables['erasure']>;

/** What an erasure comes through; after each of these the process may end, and another goes on from there. */
export type ErasureStep =
  'announced' | 'journalled' | Exclude<ErasureState, 'requested' | 'identity-verified' | 'planned'>;

/** Who carries erasures out. */
export interface Eraser {
  database: Database;
  /** The database in the verifier's role. */
  verifier: Database;
  journal: Journal;
  issuer: Issuer;
  /** ms since 1970. */
  now: () => number;
  pace?: RemovalPace;
  /** Told after each step. */
  onStep?: (step: ErasureStep) => void | Promise<void>;
}

/** For so long the certificate waits for the search of a device that has signed the plan. */
export const SEARCH_MS = 15 * 60_000;
/** For so long after it was issued the certificate of an erased account is handed out for its token. */
const HANDED_OUT_MS = 24 * 60 * 60_000;

/**
 * Carries an erasure on as far as it goes: to its certificate, or to where the certificate waits for the device's own search.
 * Each step is durable before the next begins and can be done again; of several processes that advance one erasure one does.
 * `until` ends it once it has come to that state, or is beyond it. @throws LeftOver where the verifier finds something; the erasure then stays where it is.
 */
export async function advanceErasure(eraser: Eraser, id: string, until?: ErasureState): Promise<void> {
  await withErasureLock(eraser.database, id, async () => {
    for (;;) {
      const row = await eraser.database
        .selectFrom('erasure')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row || row.is_over || (until !== undefined && hasReached(row.state, until))) return;
      const step = await advance(eraser, row);
      if (step === null) return;
      await eraser.onStep?.(step);
    }
  });
}

function hasReached(state: ErasureState, until: ErasureState): boolean {
  return ERASURE_STATES.indexOf(state) >= ERASURE_STATES.indexOf(until);
}

/** One step. @returns null where there is none to be made now. */
async function advance(eraser: Eraser, row: ErasureRow): Promise<ErasureStep | null> {
  if (row.number === null || row.hash === null) {
    await intoJournal(eraser, row);
    return 'journalled';
  }
  const { matter } = await eraser.journal.find(row.number, row.hash);
  if (row.kind === 'deletion') {
    await finishDeletion(eraser, row, matter);
    return 'rows-removed';
  }
  switch (row.state) {
    case 'requested':
    case 'identity-verified':
      return null;
    case 'planned':
      await destroyKeys(eraser, row, matter);
      return 'keys-destroyed';
    case 'keys-destroyed':
      await removeRows(eraser, row, matter);
      return 'rows-removed';
    case 'rows-removed':
      await verify(eraser, row, matter);
      return 'verified';
    case 'verified':
      return (await certify(eraser, row)) ? 'certified' : null;
    case 'certified':
      return null;
  }
}

/** Nothing was destroyed yet: the journal comes first. A crash may have kept the database from noting that it has it. */
async function intoJournal({ database, journal, now }: Eraser, { id, matter }: ErasureRow): Promise<void> {
  if (matter === null)
    throw new TypeError(`the erasure ${id} is neither in the journal nor says what it erases`);
  const known = (await journal.read()).entries.find(({ entry }) => entry.id === id);
  if (known) await mirrorEntry(database, known);
  else await appendErasure({ database, journal, now: now() }, { id, matter });
}

async function destroyKeys({ database, now }: Eraser, row: ErasureRow, matter: ErasureMatter): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const destroyed = await keysOf(transaction, matter);
    const keys = { destroyed, at: new Date(now()).toISOString() };
    await move(transaction, row, { to: 'keys-destroyed', progress: { keys } });
  });
  database.keys.forget(matter.account);
}

/** An ordinary deletion that was cut off: it has no certificate, and is over once its rows are gone. */
async function finishDeletion(
  { database, journal, now }: Eraser,
  { id }: ErasureRow,
  matter: ErasureMatter,
): Promise<void> {
  await applyMatter({ database, journal, now: now() }, { id, matter });
  await endDeletion(database, id);
}

/** The server has no key of what devices seal: a record's erasure destroys none of its. */
async function keysOf(transaction: Transaction, matter: ErasureMatter): Promise<DestroyedKeys[]> {
  switch (matter.kind) {
    case 'account':
      return shutAccount(transaction, matter.account);
    case 'device':
      return eraseDevice(transaction, matter.account, matter.device);
    case 'removal':
    case 'records':
      return [];
  }
}

async function removeRows(eraser: Eraser, row: ErasureRow, matter: ErasureMatter): Promise<void> {
  const { database, journal, now, pace } = eraser;
  if (matter.kind === 'account') await removeAccount(database, matter.account, pace);
  else await applyMatter({ database, journal, now: now() }, { id: row.id, matter });
  await move(database, row, { to: 'rows-removed' });
}

async function verify(
  { database, verifier, now }: Eraser,
  row: ErasureRow,
  matter: ErasureMatter,
): Promise<void> {
  const checks = await verifyErased({ verifier, matter, samples: row.progress.samples });
  const verified = { build: VERIFIER_BUILD, checks, at: new Date(now()).toISOString() };
  await move(database, row, { to: 'verified', progress: { samples: [], verified } });
}

/** What a device tells of its search meanwhile waits, and then finds the certificate there. */
async function certify({ database, issuer, now }: Eraser, { id }: ErasureRow): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const row = await transaction
      .selectFrom('erasure')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const { signed, search, received } = row.progress;
    if (signed && !search && now() < Date.parse(received) + SEARCH_MS) return false;
    const certificate = issueCertificate(issuer, row, now());
    const until = row.token === null ? null : new Date(now() + HANDED_OUT_MS);
    await move(transaction, row, { to: 'certified', certificate, until });
    return true;
  });
}

interface Move {
  to: ErasureState;
  /** What is new of it. */
  progress?: Partial<ErasureProgress>;
  certificate?: string;
  until?: Date | null;
}

async function move(
  executor: Database | Transaction,
  { id, state }: ErasureRow,
  { to, progress = {}, certificate, until = null }: Move,
): Promise<void> {
  if (!mayMove(state, to)) throw new TypeError(`an erasure does not go from ${state} to ${to}`);
  await executor
    .updateTable('erasure')
    .set({
      state: to,
      progress: sql`progress || ${JSON.stringify(progress)}::jsonb`,
      ...(certificate === undefined ? {} : { certificate, until, is_over: true }),
    })
    .where('id', '=', id)
    .execute();
}
