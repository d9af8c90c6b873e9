/** Segments of many batches in one call: how a gateway tells what became of the texts of its customers. */
import { Type, type Static, type TSchema } from 'typebox';
import { closed, Id } from '../schema.ts';
import type { ErrorCode } from '../error/registry.ts';
import { PostSegment, RawSegment } from './outbox.ts';

export const MAX_POSTED_SEGMENTS = 256;

function segmentsIn<Segment extends TSchema>(segment: Segment) {
  return closed({
    segments: Type.Array(closed({ batch: Id, segment }), { minItems: 1, maxItems: MAX_POSTED_SEGMENTS }),
  });
}

/** `POST /v1/outbox/segments`: all of the calling device. Those that can be taken are, in their order, whatever the others are. */
export const PostSegments = segmentsIn(PostSegment);
export type PostSegments = Static<typeof PostSegments>;
/** The same in CBOR. */
export const RawSegments = segmentsIn(RawSegment);
export type RawSegments = Static<typeof RawSegments>;

/** Why a segment was not taken, with the extra members of its code: the same as if it had been posted alone. */
export interface SegmentRefusal {
  code: Extract<ErrorCode, 'not-found' | 'lease-lost' | 'segment-conflict' | 'forbidden-transition'>;
  /** Of `segment-conflict`. */
  last?: number;
  /** Of `forbidden-transition`. */
  transition?: string;
}

/** `known` is a segment with the same octets that was taken before. */
export type SegmentOutcome = 'stored' | 'known' | SegmentRefusal;

export interface SegmentsAnswer {
  /** The account's seq after what was stored; null when nothing was. */
  seq: number | null;
  /** In the order of the segments. */
  outcomes: SegmentOutcome[];
}
