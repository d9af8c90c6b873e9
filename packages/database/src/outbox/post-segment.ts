import { reportStates, unpackStates, utcDay } from '@smseal/policy';
import { CodedError, fromBase64Url, type Id, type PostSegment, type TextState } from '@smseal/protocol';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { takePlaces } from '../record/sequence.ts';
import { isHeld, lockBatch } from './lease.ts';
import { writeStates } from './write-states.ts';

export interface SegmentInput {
  account: Id;
  batch: Id;
  segment: PostSegment;
  now: number;
}

export interface SegmentPosted {
  seq: number;
  /** The batch's states afterwards. */
  states: TextState[];
  isNew: boolean;
}

/**
 * Commits a segment of events and what its clear states say. The number makes it idempotent. Without a lease it is taken
 * from the batch's target only: receipts arrive long after the lease has ended.
 * @throws CodedError `not-found`, `lease-lost`, `segment-conflict`, `forbidden-transition`.
 */
export async function postSegment(database: Database, input: SegmentInput): Promise<SegmentPosted> {
  const { account, batch, segment, now } = input;
  return inTransaction(database, async (transaction) => {
    const row = await lockBatch(transaction, account, batch);
    const states = unpackStates(row.states);
    const known = await findSame(transaction, input);
    if (known !== null) return { seq: known, states, isNew: false };
    const claim = { device: segment.author, lease: segment.lease ?? '', now };
    const mayReport = segment.lease === null ? row.target === segment.author : isHeld(row, claim);
    if (!mayReport) throw new CodedError('lease-lost');
    const outcome = reportStates(states, segment.states);
    if (outcome.outcome === 'refused')
      throw new CodedError('forbidden-transition', { transition: outcome.transition });
    if (outcome.moved > 0) await writeStates(transaction, { account, batch, states: outcome.states });
    const seq = await takePlaces(transaction, account, 1);
    await insertSegment(transaction, input, seq);
    return { seq, states: outcome.states, isNew: true };
  });
}

/** The seq of a stored segment with the same octets. @throws CodedError `segment-conflict` where they differ. */
async function findSame(
  transaction: Transaction,
  { account, batch, segment }: SegmentInput,
): Promise<number | null> {
  const stored = await transaction
    .selectFrom('segment')
    .select(['seq', 'author', 'envelope', 'signature'])
    .where('account_id', '=', account)
    .where('batch_id', '=', batch)
    .where('number', '=', segment.number)
    .executeTakeFirst();
  if (!stored) return null;
  const same =
    stored.author === segment.author &&
    stored.envelope.equals(fromBase64Url(segment.envelope)) &&
    stored.signature.equals(fromBase64Url(segment.signature));
  if (same) return stored.seq;
  const { last } = await transaction
    .selectFrom('segment')
    .select((query) => query.fn.max('number').as('last'))
    .where('account_id', '=', account)
    .where('batch_id', '=', batch)
    .executeTakeFirstOrThrow();
  throw new CodedError('segment-conflict', { last });
}

async function insertSegment(
  transaction: Transaction,
  { account, batch, segment, now }: SegmentInput,
  seq: number,
): Promise<void> {
  await transaction
    .insertInto('segment')
    .values({
      account_id: account,
      batch_id: batch,
      number: segment.number,
      seq,
      author: segment.author,
      envelope: Buffer.from(segment.envelope, 'base64url'),
      signature: Buffer.from(segment.signature, 'base64url'),
      stored: utcDay(now),
    })
    .execute();
}
