import { isLeaving, unpackStates } from '@smseal/policy';
import { CodedError, type Id, type RecordsPlan, type DevicePlan, type ResealedBatch } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import type { Journal } from './journal.ts';
import { digestOf, keptName, type KeptBatch } from './replace-batch.ts';

export interface StageInput {
  account: Id;
  plan: RecordsPlan | DevicePlan;
  batches: readonly ResealedBatch[];
}

interface StoredState {
  envelope: Buffer;
  states: Buffer;
  segments: number;
}

/**
 * Puts batches that were sealed anew beside the journal, before the plan that names them counts: a restored backup will need
 * them, too. Each must stand for a batch as it is stored, from which nothing is to leave.
 * @throws CodedError `erasure-outdated` where a batch is another one meanwhile or a text of it may leave; `invalid-request` where plan and
 *   batches are not of each other; `wrong-epoch`.
 */
export async function stageBatches(
  { database, journal }: { database: Database; journal: Journal },
  { account, plan, batches }: StageInput,
): Promise<void> {
  const planned = plan.kind === 'device' ? [] : plan.batches;
  const given = new Map(batches.map((batch) => [batch.id, batch]));
  if (given.size !== batches.length || given.size !== planned.length)
    throw new CodedError('invalid-request', { at: '/batches' });
  const kept: KeptBatch[] = [];
  for (const { id, replaced, by, segments } of planned) {
    const batch = given.get(id);
    if (!batch || digestOf(Buffer.from(batch.envelope, 'base64url')) !== by)
      throw new CodedError('invalid-request', { at: '/batches' });
    const stored = await readStored(database, account, id);
    const isAsPlanned = stored && digestOf(stored.envelope) === replaced && stored.segments === segments;
    const isDone = stored && digestOf(stored.envelope) === by;
    if (isDone) continue;
    if (!isAsPlanned || unpackStates(stored.states).some(isLeaving))
      throw new CodedError('erasure-outdated', { batch: id });
    kept.push({ ...batch, author: plan.device });
  }
  for (const batch of kept)
    await journal.keep(keptName(plan.id, batch.id), Buffer.from(JSON.stringify(batch)));
}

async function readStored(database: Database, account: Id, id: Id): Promise<StoredState | null> {
  const { rows } = await sql<StoredState>`
    SELECT envelope, states, (
      SELECT count(*) FROM segment WHERE segment.account_id = batch.account_id AND batch_id = batch.id
    ) AS segments FROM batch WHERE account_id = ${account} AND id = ${id}`.execute(database);
  return rows[0] ?? null;
}
