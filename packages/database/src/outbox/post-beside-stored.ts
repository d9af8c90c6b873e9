import { leaseStates, unpackStates } from '@smseal/policy';
import { CodedError, LEASE_MS, type Id, type RawBatch, type TakenLease } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { lockDevices, type LockedDevice } from '../device/lock-devices.ts';
import { membersOf } from '../pool/pools-of.ts';
import { currentEpoch } from '../record/current-epoch.ts';
import { takeClaims } from './claims.ts';
import {
  isOver,
  isSentBy,
  newBatch,
  takenLease,
  type BatchesPosted,
  type PostBatchesInput,
} from './new-batch.ts';
import type { BatchRow } from './stored-batch.ts';
import { writeBatches } from './write-batches.ts';
import { writeStates } from './write-states.ts';

/**
 * Posts batches beside what is stored of them and of their claims. Locks are taken as everywhere: devices, batches, the
 * account's head; claims come after it.
 */
export async function postBesideStored(database: Database, input: PostBatchesInput): Promise<BatchesPosted> {
  const { account, batches, claims, now } = input;
  return inTransaction(database, async (transaction) => {
    const targets = batches.map(({ target }) => target);
    const live = await lockDevices(transaction, account, [input.author, ...targets]);
    if (!live.has(input.author)) throw new CodedError('unauthenticated');
    const stored = await lockStored(transaction, input);
    const fresh = batches.filter(({ id }) => !stored.has(id));
    for (const batch of fresh) {
      if (isOver(batch, now)) throw new CodedError('batch-expired');
      await requireTarget(transaction, { account, batch, live });
    }
    await transaction.selectFrom('account').select('id').where('id', '=', account).forUpdate().execute();
    if (fresh.length > 0) await requireEpoch(transaction, account, fresh);
    const outcomes = await takeClaims(transaction, input);
    const refused = claims.filter((_claim, place) => outcomes[place]?.outcome !== 'taken');
    const kept = fresh
      .map((batch) =>
        newBatch(
          batch,
          refused.filter((claim) => claim.batch === batch.id),
          input,
        ),
      )
      .filter(({ waiting, lease }) => waiting > 0 || lease !== null);
    const taken = sql`UPDATE account SET seq = seq + ${kept.length} WHERE id = ${account} RETURNING seq`;
    const { rows } =
      kept.length === 0
        ? { rows: [] }
        : await (
            await writeBatches({ keys: transaction.keys, account, batches: kept, now }, taken)
          ).execute(transaction);
    const leases: TakenLease[] = kept.flatMap(takenLease);
    for (const row of stored.values()) leases.push(...(await leaseStored(transaction, input, row)));
    const order = new Map(batches.map(({ id }, place) => [id, place]));
    leases.sort((a, b) => (order.get(a.batch) ?? 0) - (order.get(b.batch) ?? 0));
    const places = [...stored.values()].map(({ posted }) => posted);
    for (const { seq } of rows) places.push(seq);
    return {
      seq: places.length === 0 ? null : Math.max(...places),
      isNew: kept.map(({ batch }) => batch),
      claims: outcomes,
      leases,
    };
  });
}

/** A live device that delivers, or a pool that has a live member when its first gateway is gone. @throws CodedError `unknown-target`. */
async function requireTarget(
  transaction: Transaction,
  { account, batch, live }: { account: Id; batch: RawBatch; live: ReadonlyMap<Id, LockedDevice> },
): Promise<void> {
  if (live.get(batch.target)?.can.includes('deliver')) return;
  const members = batch.poolKey === null ? [] : await membersOf(transaction, { account, pool: batch.target });
  if (members.length === 0) throw new CodedError('unknown-target');
}

/** What is stored of the batches. @throws CodedError `batch-conflict` where it differs. */
async function lockStored(
  transaction: Transaction,
  { account, batches }: PostBatchesInput,
): Promise<Map<Id, BatchRow>> {
  const rows = await transaction
    .selectFrom('batch')
    .selectAll()
    .where('account_id', '=', account)
    .where(
      'id',
      'in',
      batches.map(({ id }) => id),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const opened = await transaction.keys.open('batch', rows);
  const stored = new Map(opened.map((row) => [row.id, row]));
  for (const batch of batches) {
    const row = stored.get(batch.id);
    if (row && !isSame(row, batch)) throw new CodedError('batch-conflict');
  }
  return stored;
}

function isSame(row: BatchRow, batch: RawBatch): boolean {
  return (
    row.target === batch.target &&
    row.pool_key === batch.poolKey &&
    row.author === batch.author &&
    row.api_key === (batch.apiKey ?? null) &&
    row.envelope.equals(batch.envelope) &&
    row.account_enc.equals(batch.accountWrap.enc) &&
    row.account_sealed.equals(batch.accountWrap.sealed) &&
    row.signature.equals(batch.signature)
  );
}

async function requireEpoch(
  transaction: Transaction,
  account: Id,
  fresh: readonly RawBatch[],
): Promise<void> {
  const epoch = await currentEpoch(transaction, account);
  if (fresh.some((batch) => batch.epoch !== epoch)) throw new CodedError('wrong-epoch', { epoch });
}

/** The lease that the author of a stored batch holds, or takes where it has none and the batch may leave. */
async function leaseStored(
  transaction: Transaction,
  input: PostBatchesInput,
  row: BatchRow,
): Promise<TakenLease[]> {
  const { account, author, newLease, cleared = false, now } = input;
  const heldMs = (row.lease_until?.getTime() ?? now) - now;
  if (row.lease !== null && heldMs > 0 && row.holder !== author) return [];
  // An answer was lost: what the first call cleared is its author's to send.
  if (cleared && row.waiting === 0 && row.lease !== null && heldMs > 0)
    return [{ batch: row.id, lease: row.lease, leaseMs: heldMs }];
  const isDue =
    isSentBy(row.target, input) &&
    row.waiting > 0 &&
    row.expires.getTime() > now &&
    (row.not_before === null || row.not_before.getTime() <= now);
  if (newLease === null || !isDue) return [];
  if (row.lease !== null && heldMs > 0) return [{ batch: row.id, lease: row.lease, leaseMs: heldMs }];
  if (row.paused) return [];
  const lease = newLease();
  const { states } = leaseStates(unpackStates(row.states));
  await writeStates(transaction, { account, batch: row.id, states });
  await transaction
    .updateTable('batch')
    .set({ lease, lease_until: new Date(now + LEASE_MS), holder: author })
    .where('account_id', '=', account)
    .where('id', '=', row.id)
    .execute();
  return [{ batch: row.id, lease, leaseMs: LEASE_MS }];
}
