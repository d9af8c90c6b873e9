import { clearStates, leaseStates, summarise } from '@smseal/policy';
import {
  LEASE_MS,
  type ClaimOutcome,
  type Id,
  type RawBatch,
  type RawClaim,
  type TakenLease,
  type TextState,
} from '@smseal/protocol';

export interface PostBatchesInput {
  account: Id;
  /** The author of all of them. */
  author: Id;
  /** No two with the same id. */
  batches: readonly RawBatch[];
  /** No two with the same key, and no text in two of them. */
  claims: readonly RawClaim[];
  /** What the author sends for, where it takes leases. */
  sendsFor?: readonly Id[];
  /** Makes the id of a lease; null takes none. */
  newLease: (() => Id) | null;
  /** Whether what is leased begins to leave with the commit. */
  cleared?: boolean;
  /** ms since 1970. */
  now: number;
}

export interface BatchesPosted {
  /** The highest place in the feed at which these batches were posted; null when none of them is stored. */
  seq: number | null;
  /** Those that are new. */
  isNew: readonly RawBatch[];
  /** In the order of the claims. */
  claims: ClaimOutcome[];
  leases: TakenLease[];
}

/** A batch as it is first stored. */
export interface NewBatch {
  batch: RawBatch;
  states: TextState[];
  /** How many of its texts still have to leave. */
  waiting: number;
  /** The lease that its author takes with it. */
  lease: Id | null;
}

/** Whether a batch could not leave any more, or not before its end. */
export function isOver({ notBefore, expires }: RawBatch, now: number): boolean {
  return Date.parse(expires) <= Math.max(now, notBefore === null ? 0 : Date.parse(notBefore));
}

/** A batch as it is stored first: without the texts of refused requests, and in its author's hands where it took a lease. */
export function newBatch(batch: RawBatch, refused: readonly RawClaim[], input: PostBatchesInput): NewBatch {
  const { newLease, cleared = false, now } = input;
  let states = Array.from({ length: batch.count }, (): TextState => 'queued');
  for (const { first, count } of refused) states.fill('cancelled', first, first + count);
  const { waiting } = summarise(states);
  const due = batch.notBefore === null || Date.parse(batch.notBefore) <= now;
  const lease = newLease !== null && isSentBy(batch.target, input) && due && waiting > 0 ? newLease() : null;
  if (lease === null) return { batch, states, waiting, lease };
  ({ states } = leaseStates(states));
  return cleared
    ? { batch, states: clearStates(states).states, waiting: 0, lease }
    : { batch, states, waiting, lease };
}

/** Whether the author sends for this target itself. */
export function isSentBy(target: Id, { author, sendsFor = [] }: PostBatchesInput): boolean {
  return target === author || sendsFor.includes(target);
}

/** The lease that was taken with a batch, if one was. */
export function takenLease({ batch, lease }: NewBatch): TakenLease[] {
  return lease === null ? [] : [{ batch: batch.id, lease, leaseMs: LEASE_MS }];
}
