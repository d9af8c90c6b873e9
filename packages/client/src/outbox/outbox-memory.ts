import type { Id, PostSegment, TextEvent } from '@smseal/protocol';
import type { Octets } from '@smseal/seal';

/** One text of a batch. */
export interface TextKey {
  batch: Id;
  index: number;
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
  /** A batch that was taken; kept until 48 h past its expiry. Again is a no-op, except that `lastSegment` may rise. */
  remember(batch: { batch: Id; expires: string; contentKey: Octets; lastSegment: number }): Promise<void>;
  /** Indexes of the batch's texts that have left, may have left, or are settled. */
  left(batch: Id): Promise<ReadonlySet<number>>;
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
