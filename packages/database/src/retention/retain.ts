import { INVENTORY, retentionPlan, type RetentionStep } from '@smseal/inventory';
import { firstKeptDay, lastGoneInstant, utcDay } from '@smseal/policy';
import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { deleteOrphans } from '../blob/blobs.ts';
import type { Database } from '../connection/database.ts';
import { expireBatches } from '../outbox/expire-batches.ts';
import { expireRecords } from '../record/expire-records.ts';

type Step<Ends extends RetentionStep['ends']> = Extract<RetentionStep, { ends: Ends }>;

/** What one run did, for the log and for waking devices. */
export interface Retained {
  /** The feed's head of each account whose content was expired. */
  heads: Map<Id, number>;
}

/**
 * Does everything of the inventory's retention plan that is due at `now` (ms since 1970): running it twice at the same
 * time, or late, changes nothing more.
 */
export async function retain(database: Database, now: number): Promise<Retained> {
  const heads = new Map<Id, number>();
  for (const step of retentionPlan(INVENTORY))
    for (const { account, seq } of await runStep(database, step, now)) heads.set(account, seq);
  return { heads };
}

type Head = { account: Id; seq: number };

async function runStep(database: Database, step: RetentionStep, now: number): Promise<Head[]> {
  switch (step.ends) {
    case 'after-days':
      await deleteByDay(database, step, now);
      return [];
    case 'after-instant':
      await deleteByInstant(database, step, now);
      return [];
    case 'by-preference':
      return expireByPreference(database, step, now);
  }
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
  const heads: Head[] = [];
  for (const { id: account, days } of accounts) {
    if (days === null) continue;
    const due = { account, before: firstKeptDay(now, days), today: utcDay(now) };
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
