import type { Id, PutBlob } from '@smseal/protocol';
import type { Octets } from '@smseal/seal';
import type { ApiClient, How } from '../api/api-client.ts';
import { announceBlob, putChunk } from './blob-api.ts';

/** Stores a sealed blob ahead of its owner, leaving out chunks that have arrived before. */
export async function storeBlob(
  api: ApiClient,
  blob: { id: Id; announcement: PutBlob; chunk: (number: number) => Octets },
  how: How = {},
): Promise<void> {
  const { id, announcement } = blob;
  const status = await announceBlob(api, { id, announcement }, how);
  const present = new Set(status?.present ?? []);
  for (let number = 0; number < announcement.chunks; number++) {
    if (!present.has(number)) await putChunk(api, { blob: id, number, octets: blob.chunk(number) }, how);
  }
}
