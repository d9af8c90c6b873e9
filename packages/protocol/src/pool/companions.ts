/** What the other gateways of a pool report: how each knows the carriers' ids of texts that another one has sent. */
import type { SegmentStored, Wrap } from '../outbox/outbox.ts';
import type { Id } from '../schema.ts';

/** What opens the segments of a batch, without the batch. */
export interface CompanionBatch {
  id: Id;
  target: Id;
  poolKey: Id;
  targetWrap: Wrap;
}

/** `GET /v1/outbox/companions`, for members of pools. */
export interface CompanionsPage {
  /** Of batches of which something is still expected, in the order in which they were stored. */
  segments: SegmentStored[];
  /** Those that the segments are of. */
  batches: CompanionBatch[];
  /** Gateways of the account that have no live connection, whether they are still of it or not. */
  absent: Id[];
  /** Cursor of what comes later. */
  next: string;
  /** There is more already. */
  more: boolean;
}
