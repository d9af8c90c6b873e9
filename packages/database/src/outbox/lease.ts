import { leaseStates, packStates, releaseStates, unpackStates } from '@smseal/policy';
import { CodedError, LEASE_MS, type Id, type Leased, type Renewed } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { toPostedBatch, type BatchRow } from './stored-batch.ts';
import { toSegment } from './stored-segment.ts';
import { writeStates } from './write-states.ts';

/** Envelope octets of one lease answer: it ends early rather than grow beyond this, but always has one batch. */
const LEASE_OCTETS = 8 * 1024 * 1024;

export interface LeaseInput {
  account: Id;
  device: Id;
  /** What the device sends for, first what comes first: itself, and its pool. */
  targets: readonly Id[];
  limit: number;
  now: number;
  /** Gives again what this device was given before now and has not settled. */
  resume?: boolean;
  /** Also batches of this device of which nothing has to leave, but something is still to be told. */
  unfinished?: boolean;
  /** Only batches of this priority or a more urgent one. */
  priority?: number;
  /** Devices that are gone: whatever they had is given, as if this device had had it. */
  gone?: readonly Id[];
  /** Batches that are not wanted. */
  except?: readonly Id[];
  /** Makes the id of a lease. */
  newLease: () => Id;
}

/** Batches that may leave now, by priority, then age; those that another request is leasing are passed over. */
export function dueBatches({
  account,
  device,
  target,
  limit,
  now,
  resume = false,
  unfinished = false,
  priority,
  gone = [],
  except = [],
}: Omit<LeaseInput, 'newLease' | 'targets'> & { target: Id }): RawBuilder<BatchRow> {
  const at = new Date(now);
  // What this very request has leased so far runs to `now + LEASE_MS` and stays out.
  const until = new Date(now + LEASE_MS - 1);
  const had = (whose: readonly Id[]) => sql`holder = ANY(${arrayLiteral(whose)}::text[])`;
  const [open, held] = [unfinished ? [device, ...gone] : gone, resume ? [device, ...gone] : gone];
  // The plain condition is the index's own.
  const left =
    open.length > 0
      ? sql`(waiting > 0 AND expires > ${at} OR target_enc IS NOT NULL AND ${had(open)})`
      : sql`waiting > 0 AND expires > ${at}`;
  const taken = held.length > 0 ? sql`OR lease_until <= ${until} AND ${had(held)}` : sql``;
  // A pause holds back what has not left; what did leave is somebody's to tell of all the same.
  const going = open.length > 0 ? sql`(NOT paused OR waiting = 0)` : sql`NOT paused`;
  const urgent = priority === undefined ? sql`` : sql`AND priority <= ${priority}`;
  const wanted = except.length > 0 ? sql`AND id <> ALL (${[...except]}::text[])` : sql``;
  return sql`
    SELECT * FROM batch
    WHERE account_id = ${account} AND target = ${target} AND ${going} AND ${left}
      AND (not_before IS NULL OR not_before <= ${at}) AND (lease_until IS NULL OR lease_until <= ${at} ${taken})
      ${urgent} ${wanted}
    ORDER BY priority, posted LIMIT ${limit}
    FOR UPDATE SKIP LOCKED`;
}

/** Leases due batches to a device. Their queued texts are then in its hands until it gives them back. */
export async function leaseBatches(database: Database, input: LeaseInput): Promise<Leased[]> {
  return inTransaction(database, async (transaction) => {
    const leased: Leased[] = [];
    let octets = 0;
    for (const target of input.targets) {
      while (leased.length < input.limit && octets < LEASE_OCTETS) {
        const { rows } = await dueBatches({ ...input, target, limit: 1 }).execute(transaction);
        const [row] = await transaction.keys.open('batch', rows);
        const batch = row && toPostedBatch(row);
        if (!batch) break;
        octets += row.envelope.length;
        leased.push(await leaseOne(transaction, input, { row, batch }));
      }
    }
    return leased;
  });
}

async function leaseOne(
  transaction: Transaction,
  { account, device, now, newLease }: LeaseInput,
  { row, batch }: { row: BatchRow; batch: Leased['batch'] },
): Promise<Leased> {
  const { states } = leaseStates(unpackStates(row.states));
  const lease = newLease();
  await transaction
    .updateTable('batch')
    .set({
      states: Buffer.from(packStates(states)),
      lease,
      lease_until: new Date(now + LEASE_MS),
      holder: device,
    })
    .where('account_id', '=', account)
    .where('id', '=', row.id)
    .execute();
  const segments = await transaction
    .selectFrom('segment')
    .selectAll()
    .where('account_id', '=', account)
    .where('batch_id', '=', row.id)
    .orderBy('number')
    .execute();
  return { batch, states, lease, leaseMs: LEASE_MS, segments: segments.map(toSegment) };
}

/** A lease that a device claims to hold. */
export interface LeaseClaim {
  account: Id;
  device: Id;
  batch: Id;
  lease: Id;
  now: number;
}

/** Prolongs a lease, also of a batch that was paused meanwhile. @throws CodedError `not-found`, `lease-lost`. */
export async function renewLease(database: Database, claim: LeaseClaim): Promise<Renewed> {
  return inTransaction(database, async (transaction) => {
    const row = await lockLeased(transaction, claim);
    if (row.expires.getTime() <= claim.now) throw new CodedError('lease-lost');
    await transaction
      .updateTable('batch')
      .set({ lease_until: new Date(claim.now + LEASE_MS) })
      .where('account_id', '=', claim.account)
      .where('id', '=', claim.batch)
      .execute();
    return { leaseMs: LEASE_MS, paused: row.paused };
  });
}

/** Gives a lease back: texts that have not left are queued again. @throws CodedError `not-found`, `lease-lost`. */
export async function releaseLease(database: Database, claim: LeaseClaim): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const row = await lockLeased(transaction, claim);
    const { states } = releaseStates(unpackStates(row.states));
    await writeStates(transaction, { account: claim.account, batch: claim.batch, states });
    await transaction
      .updateTable('batch')
      .set({ lease: null, lease_until: null })
      .where('account_id', '=', claim.account)
      .where('id', '=', claim.batch)
      .execute();
  });
}

/** Locks a batch whose live lease is the one claimed. @throws CodedError `not-found`, `lease-lost`. */
async function lockLeased(transaction: Transaction, claim: LeaseClaim): Promise<BatchRow> {
  const row = await lockBatch(transaction, claim.account, claim.batch);
  if (!isHeld(row, claim)) throw new CodedError('lease-lost');
  return row;
}

/** Whether the claimed lease is the batch's, this device's, and has not lapsed. */
export function isHeld(
  row: Pick<BatchRow, 'holder' | 'lease' | 'lease_until'>,
  claim: Pick<LeaseClaim, 'device' | 'lease' | 'now'>,
): boolean {
  return (
    row.holder === claim.device &&
    row.lease === claim.lease &&
    row.lease_until !== null &&
    row.lease_until.getTime() > claim.now
  );
}

/** @throws CodedError `not-found`. */
export async function lockBatch(transaction: Transaction, account: Id, batch: Id): Promise<BatchRow> {
  const row = await transaction
    .selectFrom('batch')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', batch)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new CodedError('not-found');
  return row;
}
