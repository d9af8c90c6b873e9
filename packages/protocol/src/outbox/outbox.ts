/** Texts on their way out: sealed batches, leases, signed event segments (ARCHITECTURE §7). */
import { Type, type Static, type TSchema } from 'typebox';
import { closed, Count, Id, Instant, Positive } from '../schema.ts';
import { RAW_OCTETS, TEXT_OCTETS, type OctetForm } from './octet-form.ts';
import { arePackedReports } from './reports.ts';
import { TEXT_STATES, type TextState } from './text-state.ts';

export const MAX_BATCH_TEXTS = 1000;
export const MAX_BATCH_OCTETS = 4 * 1024 * 1024;
export const MAX_SEGMENT_OCTETS = 1024 * 1024;
export const LEASE_MS = 60_000;

function wrapIn<Octets extends TSchema>(form: OctetForm<Octets>) {
  return closed({ enc: form.exactly(32), sealed: form.exactly(48) });
}

/** HPKE wrap of the batch's content key. */
export const Wrap = wrapIn(TEXT_OCTETS);
export type Wrap = Static<typeof Wrap>;

function batchIn<Octets extends TSchema>(form: OctetForm<Octets>) {
  return closed({
    id: Id,
    /** The sending device, or a pool of gateways. */
    target: Id,
    /** The key of a pool's day that the content key is wrapped to; null for the device's own. */
    poolKey: Type.Union([Id, Type.Null()]),
    author: Id,
    epoch: Positive,
    /** 0 one-time codes, 5 people writing, 9 campaigns. */
    priority: Type.Integer({ minimum: 0, maximum: 9 }),
    notBefore: Type.Union([Instant, Type.Null()]),
    expires: Instant,
    count: Type.Integer({ minimum: 1, maximum: MAX_BATCH_TEXTS }),
    /** The API key that ordered its texts, where a program did; refused once it is revoked. */
    apiKey: Type.Optional(Id),
    /** AES-256-GCM of the batch's content under its content key. */
    envelope: form.upTo(MAX_BATCH_OCTETS),
    /** The content key to the target. */
    targetWrap: wrapIn(form),
    /** The content key to the account's inbound key of `epoch`. */
    accountWrap: wrapIn(form),
    /** The author's signature over everything above but the wraps, to whose content the envelope commits (SEAL rules on batches). */
    signature: form.exactly(64),
  });
}

/** `POST /v1/outbox/batches`. 202 means committed. The id makes it idempotent: same octets → same answer, other → 409. */
export const PostBatch = batchIn(TEXT_OCTETS);
export type PostBatch = Static<typeof PostBatch>;
/** The same in CBOR. */
export const RawBatch = batchIn(RAW_OCTETS);
export type RawBatch = Static<typeof RawBatch>;

/** A batch as readers get it. */
export interface BatchStored extends Omit<PostBatch, 'targetWrap'> {
  /** One state per text, in order. */
  states: TextState[];
  /**
   * SHA-256 of the envelope that it replaced: some of its texts are erased, and its author is the device that erased them.
   * Its segments, from 0, take the place of all that a reader has of it.
   */
  replaces?: string;
}

/** `POST /v1/outbox/lease`: takes due batches for the calling device, by priority, then age. */
export const LeaseRequest = closed({
  limit: Type.Integer({ minimum: 1, maximum: 100 }),
  /**
   * The device is at work on nothing: what it was given and has not settled, as before a crash or when an answer was lost,
   * is given again before that lease lapses.
   */
  resume: Type.Optional(Type.Boolean()),
  /**
   * Also batches from which nothing has to leave, but of which something is still to be told: what a device that keeps
   * nothing on a disk takes up again when it starts.
   */
  unfinished: Type.Optional(Type.Boolean()),
  /** Only batches of this priority or a more urgent one. */
  priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
  /**
   * Devices of the same pool that the device knows to be gone: what they held and had not settled is given, too, as far as
   * they are not connected indeed.
   */
  gone: Type.Optional(Type.Array(Id, { maxItems: 16 })),
  /** What the device has taken up already and does not want again. */
  except: Type.Optional(Type.Array(Id, { maxItems: 4000 })),
});
export type LeaseRequest = Static<typeof LeaseRequest>;
export interface Leased {
  batch: PostBatch;
  states: TextState[];
  /** Proves the lease in segments and renewals; changes with every lease. */
  lease: Id;
  /** Milliseconds until the lease lapses. */
  leaseMs: number;
  /** Segments already reported, for a device that takes over from its own former life. */
  segments: SegmentStored[];
}
export interface LeaseAnswer {
  batches: Leased[];
}

function segmentIn<Octets extends TSchema, States extends TSchema>(form: OctetForm<Octets>, states: States) {
  return closed({
    number: Count,
    author: Id,
    /** Lease of the batch; null for receipts that arrive after the lease has ended. */
    lease: Type.Union([Id, Type.Null()]),
    envelope: form.upTo(MAX_SEGMENT_OCTETS),
    signature: form.exactly(64),
    states,
  });
}

/** `POST /v1/outbox/batches/{id}/segments`: signed, sealed events, and the clear states that drive scheduling. */
export const PostSegment = segmentIn(
  TEXT_OCTETS,
  Type.Array(
    closed({
      index: Type.Integer({ minimum: 0, maximum: MAX_BATCH_TEXTS - 1 }),
      state: Type.Enum([...TEXT_STATES]),
    }),
    { maxItems: MAX_BATCH_TEXTS },
  ),
);
export type PostSegment = Static<typeof PostSegment>;
/** The same in CBOR, the states packed. */
export const RawSegment = segmentIn(
  RAW_OCTETS,
  Type.Refine(
    Type.Unsafe<Uint8Array>({}),
    (value) => value instanceof Uint8Array && arePackedReports(value, MAX_BATCH_TEXTS),
  ),
);
export type RawSegment = Static<typeof RawSegment>;
export interface SegmentStored {
  batch: Id;
  number: number;
  author: Id;
  envelope: string;
  signature: string;
}

/** `POST /v1/outbox/batches/{id}/renew` and `/release`; `POST …/cancel` needs no lease and stops what has not left. */
export const LeaseProof = closed({ lease: Id });
export type LeaseProof = Static<typeof LeaseProof>;
