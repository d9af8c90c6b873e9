/** Looking at batches and holding them back, many at once: what the screens of a large campaign need. */
import { Type, type Static } from 'typebox';
import { closed, Id } from '../schema.ts';
import type { BatchStored, SegmentStored, Wrap } from './outbox.ts';
import type { TextState } from './text-state.ts';

export const MAX_NAMED_BATCHES = 500;

const Named = Type.Array(Id, { minItems: 1, maxItems: MAX_NAMED_BATCHES });

/**
 * `POST /v1/outbox/batches/pause` and `/resume`. A paused batch is not leased, and its time runs on; a lease that is held
 * stays, and its renewal says `paused`. Answers with the named batches that are there.
 */
export const NamedBatches = closed({ batches: Named });
export type NamedBatches = Static<typeof NamedBatches>;

/** `POST /v1/outbox/batches/{id}/renew`. */
export interface Renewed {
  /** Milliseconds until the lease lapses. */
  leaseMs: number;
  /** The texts that have not left are to wait. */
  paused: boolean;
}

/** `POST /v1/outbox/states`. */
export const StatesRequest = closed({
  batches: Named,
  /** `packed`: one octet a text. `counts`: how many texts are in each state. */
  form: Type.Enum(['packed', 'counts']),
});
export type StatesRequest = Static<typeof StatesRequest>;

export interface StatesAnswer {
  /** Of the named batches that are there for the caller, by id: a reader's own account, others what they wrote or send. */
  batches: (BatchProgress & ({ states: string } | { counts: Partial<Record<TextState, number>> }))[];
}

/** `states` are octets as base64url, each the place of a state in TEXT_STATES; `counts` leave out states of no text. */
export interface BatchProgress {
  batch: Id;
  paused: boolean;
}

/** `GET /v1/outbox/batches/{id}`, for readers, the batch's author and its target. */
export interface BatchView extends BatchStored {
  /** Null once nothing more is expected of the batch. */
  targetWrap: Wrap | null;
  paused: boolean;
  segments: SegmentStored[];
}
