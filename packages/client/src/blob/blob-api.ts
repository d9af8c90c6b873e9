/** The routes of blobs. Each is idempotent. */
import type { BlobStatus, Id, PutBlob } from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/** Announces a blob before its owner exists. */
export function announceBlob(
  api: ApiClient,
  blob: { id: Id; announcement: PutBlob },
  how: How = {},
): Promise<BlobStatus | undefined> {
  return api.json({ method: 'PUT', path: `/v1/blobs/${blob.id}`, json: blob.announcement, ...how });
}

/** Stores sealed chunk `number`. */
export async function putChunk(
  api: ApiClient,
  chunk: { blob: Id; number: number; octets: Uint8Array<ArrayBuffer> },
  how: How = {},
): Promise<void> {
  await api.json({
    method: 'PUT',
    path: `/v1/blobs/${chunk.blob}/chunks/${chunk.number}`,
    octets: chunk.octets,
    ...how,
  });
}

/** Fetches sealed chunk `number`. */
export function getChunk(
  api: ApiClient,
  chunk: { blob: Id; number: number },
  how: How = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return api.octets({ method: 'GET', path: `/v1/blobs/${chunk.blob}/chunks/${chunk.number}`, ...how });
}
