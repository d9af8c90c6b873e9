import { packStates, utcDay } from '@smseal/policy';
import { CodedError, fromBase64Url, type Id, type PostBatch, type TextState } from '@smseal/protocol';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { currentEpoch } from '../record/current-epoch.ts';
import { takePlaces } from '../record/sequence.ts';

/**
 * Commits a batch to the outbox. The id makes it idempotent: the same octets again change nothing.
 * @returns the account's seq, and whether the batch is new.
 * @throws CodedError `batch-conflict`, `batch-expired`, `unknown-target`, `wrong-epoch`, `root-missing`, `unauthenticated`.
 */
export async function postBatch(
  database: Database,
  { account, batch, now }: { account: Id; batch: PostBatch; now: number },
): Promise<{ seq: number; isNew: boolean }> {
  return inTransaction(database, async (transaction) => {
    const live = await lockDevices(transaction, account, [batch.author, batch.target]);
    if (!live.has(batch.author)) throw new CodedError('unauthenticated');
    const known = await findSame(transaction, account, batch);
    if (known !== null) return { seq: known, isNew: false };
    await checkNew(transaction, { account, batch, now });
    if (!live.get(batch.target)?.includes('deliver')) throw new CodedError('unknown-target');
    const seq = await takePlaces(transaction, account, 1);
    await insertBatch(transaction, { account, batch, seq, today: utcDay(now) });
    return { seq, isNew: true };
  });
}

/**
 * Locks live devices: requests of one author queue up here, and so does the chain while it starts an epoch or removes one.
 * @returns what each of them can do.
 */
async function lockDevices(
  transaction: Transaction,
  account: Id,
  devices: readonly Id[],
): Promise<Map<Id, readonly string[]>> {
  const rows = await transaction
    .selectFrom('device')
    .select(['id', 'can'])
    .where('account_id', '=', account)
    .where('id', 'in', [...new Set(devices)])
    .where('removed', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row.can]));
}

/** The seq of a stored batch with the same octets. @throws CodedError `batch-conflict` where they differ. */
async function findSame(transaction: Transaction, account: Id, batch: PostBatch): Promise<number | null> {
  const stored = await transaction
    .selectFrom('batch')
    .select(['posted', 'envelope', 'signature', 'account_enc', 'account_sealed', 'target', 'author'])
    .where('account_id', '=', account)
    .where('id', '=', batch.id)
    .executeTakeFirst();
  if (!stored) return null;
  const same =
    stored.target === batch.target &&
    stored.author === batch.author &&
    stored.envelope.equals(fromBase64Url(batch.envelope)) &&
    stored.account_enc.equals(fromBase64Url(batch.accountWrap.enc)) &&
    stored.account_sealed.equals(fromBase64Url(batch.accountWrap.sealed)) &&
    stored.signature.equals(fromBase64Url(batch.signature));
  if (!same) throw new CodedError('batch-conflict');
  return stored.posted;
}

interface NewBatch {
  account: Id;
  batch: PostBatch;
  now: number;
}

async function checkNew(transaction: Transaction, { account, batch, now }: NewBatch): Promise<void> {
  const leaves = Math.max(now, batch.notBefore === null ? 0 : Date.parse(batch.notBefore));
  if (Date.parse(batch.expires) <= leaves) throw new CodedError('batch-expired');
  const epoch = await currentEpoch(transaction, account);
  if (batch.epoch !== epoch) throw new CodedError('wrong-epoch', { epoch });
}

async function insertBatch(
  transaction: Transaction,
  { account, batch, seq, today }: { account: Id; batch: PostBatch; seq: number; today: string },
): Promise<void> {
  const octets = (text: string) => Buffer.from(text, 'base64url');
  const states = Array.from({ length: batch.count }, (): TextState => 'queued');
  await transaction
    .insertInto('batch')
    .values({
      account_id: account,
      id: batch.id,
      seq,
      posted: seq,
      target: batch.target,
      author: batch.author,
      epoch: batch.epoch,
      priority: batch.priority,
      not_before: batch.notBefore === null ? null : new Date(batch.notBefore),
      expires: new Date(batch.expires),
      count: batch.count,
      envelope: octets(batch.envelope),
      target_enc: octets(batch.targetWrap.enc),
      target_sealed: octets(batch.targetWrap.sealed),
      account_enc: octets(batch.accountWrap.enc),
      account_sealed: octets(batch.accountWrap.sealed),
      signature: octets(batch.signature),
      states: Buffer.from(packStates(states)),
      waiting: batch.count,
      lease: null,
      lease_until: null,
      stored: today,
    })
    .execute();
}
