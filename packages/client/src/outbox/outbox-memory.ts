import type { Id, PostSegment, TextEvent, TextState } from '@smseal/protocol';
import type { Octets } from '@smseal/seal';

/** One text of a batch. */
export interface TextKey {
  batch: Id;
  index: number;
}

export interface RememberedBatch {
  batch: Id;
  lease: Id;
  /** RFC 3339 UTC. */
  expires: string;
  contentKey: Octets;
  /** Number of the last segment that the server has; −1 when it has none. */
  lastSegment: number;
}

/** What of a batch is still to be told. */
export interface Report {
  batch: Id;
  contentKey: Octets;
  number: number;
  events: TextEvent[];
  /** Sealed before and perhaps sent; goes out again as it is. */
  segment: PostSegment | null;
}

/** What a sending device remembers of its outbox. Everything is durable when its promise resolves. */
export interface OutboxMemory {
  /** A batch that was taken, with its lease; kept until 48 h past its expiry. Again, the lease changes and `lastSegment` may rise. */
  remember(batch: RememberedBatch): Promise<void>;
  /** Leases that were not given back: of now, or of a former life of this device. */
  leases(): Promise<{ batch: Id; lease: Id }[]>;
  /** The batch's lease is over. */
  leaseOver(batch: Id): Promise<void>;
  /** The batch's texts that have left, may have left, or are settled, and what was last reported of each. */
  left(batch: Id): Promise<ReadonlyMap<number, TextState | null>>;
  /** The watermark: this text is about to leave. */
  leaving(text: TextKey): Promise<void>;
  /** Texts whose watermark is set and of which nothing was reported. */
  inDoubt(): Promise<TextKey[]>;
  /** Something happened to texts of a batch. */
  report(batch: Id, events: TextEvent[]): Promise<void>;
  /** The oldest batch with something to tell; its events keep to this segment from now on. */
  nextReport(): Promise<Report | null>;
  /** The report's octets, before they are sent. */
  sealed(report: Report, segment: PostSegment): Promise<void>;
  /** The server has it, or will never want it. */
  posted(report: Report): Promise<void>;
  /** The number was taken: the report's events go into a segment above `last`. */
  renumber(report: Report, last: number): Promise<void>;
  /** Drops batches whose expiry lies more than 48 h back; `now` in ms. */
  forget(now: number): Promise<void>;
}
