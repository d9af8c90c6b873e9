import { Type, type Static } from 'typebox';
import { RECORD_KINDS, type RecordKind } from '@smseal/inventory';
import { closed, Id, Positive } from '../schema.ts';

/** Plain octets per chunk; a sealed chunk is 16 longer (STREAM construction). */
export const BLOB_CHUNK_OCTETS = 256 * 1024;
export const MAX_BLOB_OCTETS = 32 * 1024 * 1024;
export const MAX_BLOB_CHUNKS = MAX_BLOB_OCTETS / BLOB_CHUNK_OCTETS;

/**
 * `PUT /v1/blobs/{id}`: announces a blob before its owner exists; orphans are gone after 24 h.
 * Then `PUT /v1/blobs/{id}/chunks/{n}` (application/octet-stream) for n = 0 … chunks−1, each idempotent, and
 * `GET /v1/blobs/{id}/chunks/{n}`.
 */
export const PutBlob = closed({
  ownerKind: Type.Enum(Object.keys(RECORD_KINDS) as RecordKind[]),
  owner: Id,
  /** Padded plain size in octets. */
  size: Type.Integer({ minimum: 1, maximum: MAX_BLOB_OCTETS }),
  chunks: Type.Integer({ minimum: 1, maximum: MAX_BLOB_CHUNKS }),
});
export type PutBlob = Static<typeof PutBlob>;

/** `GET /v1/blobs/{id}`. */
export interface BlobStatus {
  id: Id;
  size: number;
  chunks: number;
  /** Chunks that have arrived, ascending. */
  present: number[];
}

export const ChunkNumber = Positive;
