import { INVENTORY, RETENTION_RULES, retentionPlan, type RetentionStep } from '@smseal/inventory';
import { firstKeptDay, keptDays, lastGoneInstant, utcDay } from '@smseal/policy';
import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { deleteOrphans } from '../blob/blobs.ts';
import type { Database } from '../connection/database.ts';
import { expireBatches } from '../outbox/expire-batches.ts';
import { expireRecords } from '../record/expire-records.ts';
import { destroySpentKeys } from '../record/spent-keys.ts';

type Step<Ends extends RetentionStep['ends']> = Extract<RetentionStep, { ends: Ends }>;

/** What one run did, for the log and for waking devices. */
export interface Retained {
  /** The feed's head of each account whose content was expired. */
  heads: Map<Id, number>;
  /** Closed accounts whose time is over. They are erased as deleted ones are, which is another's work. */
  due: Id[];
}

/**
 * Does everything of the inventory's retention plan that is due at `now` (ms since 1970): running it twice at the same
 * time, or late, changes nothing more.
 */
export async function retain(database: Database, now: number): Promise<Retained> {
  const retained: Retained = { heads: new Map(), due: [] };
  for (const step of retentionPlan(INVENTORY)) await runStep(database, { step, now, retained });
  const today = utcDay(now);
  for (const account of await accountsInPlain(database)) await destroySpentKeys(database, account, today);
  return retained;
}

async function runStep(
  database: Database,
  { step, now, retained }: { step: RetentionStep; now: number; retained: Retained },
): Promise<void> {
  switch (step.ends) {
    case 'after-days':
      return deleteByDay(database, step, now);
    case 'after-instant':
      if (step.table === 'account') retained.due = await closedUntil(database, lastGoneInstant(now, step.ms));
      else await deleteByInstant(database, step, now);
      return;
    case 'by-preference':
      for (const { account, seq } of await expireByPreference(database, step, now))
        retained.heads.set(account, seq);
  }
}

/** Accounts whose records are under keys of their months. */
async function accountsInPlain(database: Database): Promise<Id[]> {
  const rows = await database.selectFrom('account').select('id').where('kind', '!=', 'sealed').execute();
  return rows.map(({ id }) => id);
}

type Head = { account: Id; seq: number };

/** Accounts that were closed at that instant or before. */
async function closedUntil(database: Database, last: number): Promise<Id[]> {
  const rows = await database
    .selectFrom('account')
    .select('id')
    .where('closed', '<=', new Date(last))
    .execute();
  return rows.map(({ id }) => id);
}

/** Tombstones: with them goes the right of older cursors to follow the feed. */
async function deleteByDay(database: Database, step: Step<'after-days'>, now: number): Promise<void> {
  const gone = sql`
    DELETE FROM ${sql.table(step.table)} WHERE ${sql.ref(step.column)} < ${firstKeptDay(now, step.days)}::date`;
  if (step.table !== 'tombstone') {
    await gone.execute(database);
    return;
  }
  await sql`
    WITH gone AS (${gone} RETURNING account_id, seq),
    latest AS (SELECT account_id, max(seq) AS seq FROM gone GROUP BY account_id)
    UPDATE account SET horizon = greatest(horizon, latest.seq)
    FROM latest WHERE account.id = latest.account_id`.execute(database);
}

async function deleteByInstant(database: Database, step: Step<'after-instant'>, now: number): Promise<void> {
  if (step.table === 'blob_waiting') {
    await deleteOrphans(database, now);
    return;
  }
  const last = new Date(lastGoneInstant(now, step.ms));
  await sql`DELETE FROM ${sql.table(step.table)} WHERE ${sql.ref(step.column)} <= ${last}`.execute(database);
}

/** Content of the accounts that have chosen a number of days. */
async function expireByPreference(
  database: Database,
  step: Step<'by-preference'>,
  now: number,
): Promise<Head[]> {
  const accounts = await database
    .selectFrom('account')
    .select(['id', 'retention_days as days'])
    .where('retention_days', 'is not', null)
    .execute();
  const { bounds } = RETENTION_RULES.preference;
  const heads: Head[] = [];
  for (const { id: account, days } of accounts) {
    if (days === null) continue;
    const due = { account, before: firstKeptDay(now, keptDays(days, bounds)), today: utcDay(now) };
    const seq = await expireOne(database, step, due);
    if (seq !== null) heads.push({ account, seq });
  }
  return heads;
}

function expireOne(
  database: Database,
  step: Step<'by-preference'>,
  due: { account: Id; before: string; today: string },
): Promise<number | null> {
  if (step.table === 'batch') return expireBatches(database, due);
  if (step.table !== 'record' || step.kind === null || (step.column !== 'day' && step.column !== 'stored'))
    throw new Error(`nothing expires ${step.table}.${step.column} by the account's preference`);
  return expireRecords(database, { ...due, kind: step.kind, by: step.column });
}
