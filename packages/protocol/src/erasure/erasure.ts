/**
 * Erasures: what a device orders to be erased, how far the server has come, and the certificate (docs/explain/erasure.md).
 * What is in a plan the server learns as ids only; that a plan and a search are a device's own it takes from signatures.
 */
import { Type, type Static } from 'typebox';
import { RECORD_KINDS, type RecordKind } from '@smseal/inventory';
import { MAX_BATCH_OCTETS, MAX_BATCH_TEXTS, MAX_SEGMENT_OCTETS, Wrap } from '../outbox/outbox.ts';
import { closed, Count, Id, Instant, octets, octetsUpTo, Positive } from '../schema.ts';

export const MAX_PLAN_RECORDS = 10_000;
export const MAX_PLAN_BATCHES = 100;
const MAX_PLAN_OCTETS = 1024 * 1024;

/** How far an erasure has come. Each is durable before the next begins. */
export const ERASURE_STATES = [
  'requested',
  'identity-verified',
  /** What is to be erased stands fast; the journal has it before anything is destroyed. */
  'planned',
  /** Keys are destroyed, and nobody can reach the rows any more. */
  'keys-destroyed',
  'rows-removed',
  /** Somebody other than who removed the rows has looked for them. */
  'verified',
  'certified',
] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

/** What is erased. To the server, a contact is records and batches like any other. */
export const ERASURE_KINDS = ['account', 'device', 'records', 'contact'] as const;
export type ErasureKind = (typeof ERASURE_KINDS)[number];

const common = {
  v: Type.Literal(1),
  /** The erasure's id, random: the same plan posted again is the same erasure. */
  id: Id,
  account: Id,
  /** The device that orders it and signs. */
  device: Id,
  at: Instant,
};

/**
 * Erases what was wrapped to a device that the chain has removed, its credential and the activity that names it. Its entry in
 * the chain stays until the account goes: later entries stand on it.
 */
export const DevicePlan = closed({ ...common, kind: Type.Literal('device'), erases: Id });

/** Erases records with their blobs, and texts inside batches. */
export const RecordsPlan = closed({
  ...common,
  kind: Type.Enum(['records', 'contact']),
  records: Type.Array(closed({ kind: Type.Enum(Object.keys(RECORD_KINDS) as RecordKind[]), id: Id }), {
    maxItems: MAX_PLAN_RECORDS,
  }),
  batches: Type.Array(
    closed({
      id: Id,
      /** SHA-256 of the envelope that is replaced: another one stored is a 409 `erasure-outdated`. */
      replaced: octets(32),
      /** SHA-256 of the envelope that takes its place. */
      by: octets(32),
      /** How many segments of events are replaced: all that there are, or it is `erasure-outdated`. */
      segments: Count,
    }),
    { maxItems: MAX_PLAN_BATCHES },
  ),
});

/** What an account's holder may have a device sign when the whole account goes. */
export const AccountPlan = closed({ ...common, kind: Type.Literal('account') });

export const ErasurePlan = Type.Union([DevicePlan, RecordsPlan, AccountPlan]);
export type ErasurePlan = Static<typeof ErasurePlan>;
export type DevicePlan = Static<typeof DevicePlan>;
export type RecordsPlan = Static<typeof RecordsPlan>;
export type AccountPlan = Static<typeof AccountPlan>;

/** A plan as it travels: the UTF-8 JSON of an {@link ErasurePlan}, as signed, and the device's signature (SEAL-100). */
export const SignedPlan = closed({ plan: octetsUpTo(MAX_PLAN_OCTETS), signature: octets(64) });
export type SignedPlan = Static<typeof SignedPlan>;

/**
 * A final batch whose content was sealed anew: the same number of texts, those that are erased blanked, under a new content
 * key (SEAL-101). Its author is the device that erases; id, target, pool key, priority, times, count and API key stay.
 */
export const ResealedBatch = closed({
  id: Id,
  epoch: Positive,
  envelope: octetsUpTo(MAX_BATCH_OCTETS),
  accountWrap: Wrap,
  signature: octets(64),
  /** What takes the place of all event segments, under the new content key; numbered from 0. */
  segments: Type.Array(closed({ envelope: octetsUpTo(MAX_SEGMENT_OCTETS), signature: octets(64) }), {
    maxItems: MAX_BATCH_TEXTS,
  }),
});
export type ResealedBatch = Static<typeof ResealedBatch>;

/**
 * `POST /v1/erasures`, by a device that can `admit`. All or nothing; answers 202 with an {@link ErasureView}. A larger
 * erasure is cut into several. The same plan again is the same answer; a plan with another content under its id is a 409.
 */
export const PostErasure = closed({
  ...SignedPlan.properties,
  batches: Type.Optional(Type.Array(ResealedBatch, { maxItems: MAX_PLAN_BATCHES })),
});
export type PostErasure = Static<typeof PostErasure>;

/**
 * What a device found when it looked for what it had erased, everywhere that it can look: the change feed, the records by
 * their ids, the batches, its own cache.
 */
export const ErasureSearch = closed({
  v: Type.Literal(1),
  /** The erasure. */
  id: Id,
  /** The device that signed the plan. */
  device: Id,
  /** SHA-256 of the plan's octets. */
  plan: octets(32),
  at: Instant,
  /** How many things it looked for. */
  sought: Count,
  /** How many it found: a certificate takes none but 0. */
  found: Type.Literal(0),
});
export type ErasureSearch = Static<typeof ErasureSearch>;

/**
 * `POST /v1/erasures/{id}/search`: the search's UTF-8 JSON as signed, and the signature (SEAL-102). By the device itself, or,
 * where it is gone with its account, with the token of the deletion's answer. The certificate waits for it for a while, and
 * is issued without it afterwards.
 */
export const SignedSearch = closed({ search: octetsUpTo(4096), signature: octets(64) });
export type SignedSearch = Static<typeof SignedSearch>;

/** `GET /v1/erasures/{id}`, and the answer to whoever begins one. */
export interface ErasureView {
  id: Id;
  kind: ErasureKind;
  state: ErasureState;
  /** SHA-256 of the plan's octets, base64url; null where no device has signed one. */
  plan: string | null;
  /**
   * 32 octets, handed to the subject alone: the certificate names its subject as HMAC-SHA-256 of the account's id under
   * this, which only its holder can show.
   */
  nonce: string;
  /** The certificate file, to be kept octet for octet as it is, once it is issued (`SignedCertificate`). */
  certificate: string | null;
}

/** `DELETE /v1/account`: what the answer has besides, for when the session is dead. */
export interface AccountErasure extends ErasureView {
  /** Bearer token for `GET /v1/erasures/{id}` and its search, good for a day and nothing else. */
  token: string;
}
