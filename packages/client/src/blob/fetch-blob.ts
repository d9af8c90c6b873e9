import type { Attachment } from '@smseal/protocol';
import { openBlob, type Octets } from '@smseal/seal';
import type { ApiClient, How } from '../api/api-client.ts';
import { getChunk } from './blob-api.ts';

/** Fetches and opens what an attachment names. @throws SealError when it is not what its message says; CodedError. */
export async function fetchBlob(api: ApiClient, attachment: Attachment, how: How = {}): Promise<Octets> {
  const chunks: Octets[] = [];
  for (let number = 0; number < attachment.chunks; number++) {
    chunks.push(await getChunk(api, { blob: attachment.blob, number }, how));
  }
  return openBlob(attachment, chunks);
}
