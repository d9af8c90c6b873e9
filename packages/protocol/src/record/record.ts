/** Stored sealed things: upsert, tombstone, change feed, cold-start pages. */
import { Type, type Static } from 'typebox';
import { RECORD_KINDS, type RecordKind } from '@smseal/inventory';
import type { BatchStored, SegmentStored } from '../outbox/outbox.ts';
import type { InboundSession } from '../device/inbound-session.ts';
import { closed, Day, Id, octetsUpTo, Positive } from '../schema.ts';

export const MAX_BATCH_RECORDS = 1000;
/** Largest envelope of a record, in octets (its pictures are blobs; thumbnails ≤ 8 kB are inside). */
export const MAX_ENVELOPE_OCTETS = 64 * 1024;

const CLEAR_TYPES = { id: Id, day: Day } as const;

const common = {
  id: Id,
  /** 1 for the first; each update is the stored version + 1. */
  version: Positive,
  epoch: Positive,
  author: Id,
  /** The author's own counter over everything it seals under its name; rises with every record. */
  authorSeq: Positive,
  envelope: octetsUpTo(MAX_ENVELOPE_OCTETS),
};

/** One schema per kind, its clear fields taken from the inventory: nothing else passes. */
export const RecordUpsert = Type.Union(
  (Object.keys(RECORD_KINDS) as RecordKind[]).map((kind) =>
    closed({
      kind: Type.Literal(kind),
      ...common,
      ...Object.fromEntries(
        Object.entries(RECORD_KINDS[kind].clear).map(([name, type]) => [name, CLEAR_TYPES[type]]),
      ),
    }),
  ),
);

/** A record as it is sent and stored. `conversation` and `day` stand on messages only. */
export interface SealedRecord {
  kind: RecordKind;
  id: Id;
  version: number;
  epoch: number;
  author: Id;
  authorSeq: number;
  envelope: string;
  conversation?: Id;
  day?: string;
}

/** `POST /v1/records`: ≤ 1,000 records, one transaction, all or nothing. Answer: {@link RecordsAccepted}. */
export const PutRecords = closed({
  records: Type.Array(RecordUpsert, { minItems: 1, maxItems: MAX_BATCH_RECORDS }),
});
export interface PutRecords {
  records: SealedRecord[];
}
export interface RecordsAccepted {
  /** The account's seq after this request. */
  seq: number;
  /** How many were new or newer; the rest were the same version and octets already. */
  changed: number;
}

/** `POST /v1/records/delete`: a tombstone each; unknown ids are no-ops. */
export const DeleteRecords = closed({
  records: Type.Array(closed({ kind: Type.Enum(Object.keys(RECORD_KINDS) as RecordKind[]), id: Id }), {
    minItems: 1,
    maxItems: MAX_BATCH_RECORDS,
  }),
});
export type DeleteRecords = Static<typeof DeleteRecords>;

/** One line of the change feed. `seq` says what changed, never what order to show. */
export type Change =
  | { seq: number; type: 'record'; record: SealedRecord }
  | { seq: number; type: 'deleted'; kind: RecordKind | 'batch'; id: Id }
  /** Everything of this kind with a day (messages) or stored day (others) before `before` is gone. */
  | { seq: number; type: 'expired-before'; kind: RecordKind | 'batch'; before: string }
  | { seq: number; type: 'batch'; batch: BatchStored }
  | { seq: number; type: 'segment'; segment: SegmentStored }
  | { seq: number; type: 'inbound-session'; session: InboundSession };

/** `GET /v1/changes?since=S&limit=N` (JSON, or the same as `application/cbor`). An old cursor gets 410 `cursor-expired`. */
export interface ChangesPage {
  changes: Change[];
  /** Pass as `since` next time. */
  seq: number;
  /** The account's seq now; `seq === head` means nothing is left. */
  head: number;
}

/**
 * `GET /v1/records?kind=K&after=CURSOR&limit=N`: cold start. Messages come by (day desc, id), other kinds by id.
 * Note `head` of the first page and follow with `GET /v1/changes?since=head`. In CBOR, envelopes are octet strings.
 */
export interface RecordsPage {
  records: SealedRecord[];
  next: string | null;
  head: number;
  /** How many records of this kind the account has; on the first page only. */
  total?: number;
}

/**
 * `GET /v1/plain-records?limit=N`: records of an open account that no device has sealed yet, and how many there are. Whoever
 * seals the account asks again until there are none.
 */
export interface PlainPage {
  records: SealedRecord[];
  left: number;
}

/** `GET /v1/record-ids?kind=K&after=CURSOR`: ids and versions, for reconciliation as a set. */
export interface RecordIdsPage {
  ids: { id: Id; version: number }[];
  next: string | null;
}
