/** Many texts of many requests in one call: how a gateway hands over what its customers asked it to send. */
import { Type, type Static, type TSchema } from 'typebox';
import { closed, Count, Id, Positive } from '../schema.ts';
import { RAW_OCTETS, TEXT_OCTETS, type OctetForm } from './octet-form.ts';
import { PostBatch, RawBatch } from './outbox.ts';

export const MAX_POSTED_BATCHES = 16;
export const MAX_CLAIMS = 1000;
/** How long a claim is remembered at least. */
export const CLAIM_MS = 24 * 60 * 60_000;

function claimIn<Octets extends TSchema>(form: OctetForm<Octets>) {
  return closed({
    /** A keyed hash of the caller's Idempotency-Key. */
    key: form.exactly(32),
    /** A keyed hash of the caller's body. */
    body: form.exactly(32),
    /** The batch of this call that holds the request's texts: `count` of them from `first` on. */
    batch: Id,
    first: Count,
    count: Positive,
  });
}

function requestsIn<Batch extends TSchema, Octets extends TSchema>(batch: Batch, form: OctetForm<Octets>) {
  return closed({
    /** All of the calling device. */
    batches: Type.Array(batch, { minItems: 1, maxItems: MAX_POSTED_BATCHES }),
    /** No key twice, and no text in two of them. */
    claims: Type.Array(claimIn(form), { maxItems: MAX_CLAIMS }),
    /** Leases what is due and targets the caller, in the same transaction; needs `deliver`. */
    lease: Type.Boolean(),
    /** Their texts begin to leave with the commit: it is their watermark, too. Needs `lease`. */
    cleared: Type.Optional(Type.Boolean()),
  });
}

/**
 * `POST /v1/outbox/requests`: batches and the requests that their texts belong to, all or nothing. 202 means committed.
 * Posting the same batches again changes nothing and answers as the first time.
 */
export const PostRequests = requestsIn(PostBatch, TEXT_OCTETS);
export type PostRequests = Static<typeof PostRequests>;
/** The same in CBOR. */
export const RawRequests = requestsIn(RawBatch, RAW_OCTETS);
export type RawRequests = Static<typeof RawRequests>;
export type RawClaim = RawRequests['claims'][number];

/**
 * What became of a claim. `taken`: its key is new. `replay`: the key is known with the same body, and this is where the
 * texts of the first time are; `conflict`: with another body. The texts of these two never leave: they are stored as
 * cancelled, and a batch of which nothing else is left is not stored.
 */
export type ClaimOutcome =
  | { outcome: 'taken' }
  | { outcome: 'replay'; batch: Id; first: number; count: number }
  | { outcome: 'conflict' };

/** A lease that was taken while posting. */
export interface TakenLease {
  batch: Id;
  lease: Id;
  /** Milliseconds until the lease lapses. */
  leaseMs: number;
}

export interface RequestsAnswer {
  /** The highest place in the feed that these batches were stored at; null when none of them was. */
  seq: number | null;
  /** In the order of the claims. */
  claims: ClaimOutcome[];
  /** Of batches that target the caller, may leave now and still have texts to send, or were cleared by this call. */
  leases: TakenLease[];
}
