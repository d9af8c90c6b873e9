import { createHash } from 'node:crypto';
import { integerOf, mapMms, type MmsMedia, type PhoneSource, type ProviderRow } from '@smseal/client';
import { MAX_BLOB_OCTETS, type Attachment, type MessagePayload } from '@smseal/protocol';
import { sealBlob, type Octets, type SealedBlob } from '@smseal/seal';
import type { Log } from '../log/log.ts';
import type { Collection } from '../provider/collection.ts';
import { messageRecord } from './message-record.ts';
import { pictureSize } from './picture-size.ts';
import type { MessageSources } from './sms-collection.ts';

/** A picture of at most this many octets is its own thumbnail. */
const MAX_THUMBNAIL_OCTETS = 8 * 1024;

interface LoadedMedia {
  media: MmsMedia;
  octets: Octets;
  /** SHA-256, base64url. */
  digest: string;
}

/** The phone's table of picture and group messages. */
export function mmsCollection(sources: MessageSources & { source: PhoneSource; log: Log }): Collection {
  const { keyring, context, batchOf, source, log } = sources;
  return {
    name: 'mms',
    kind: 'message',
    uri: 'content://mms',
    dateUnitMs: 1000,
    columns: ['date', 'date_sent', 'msg_box', 'm_type', 'read', 'sub', 'sub_cs', 'sub_id', 'm_id'],
    map: async (pdu, known) => {
      const mapped = mapMms(await rowsOf(source, pdu), context());
      if (typeof mapped === 'string') return null;
      const { payload, media } = mapped;
      const earlier = known as MessagePayload | null;
      // A PDU keeps its parts for life, so an edited one need not be read again.
      const loaded = earlier === null ? await load(source, media, log) : null;
      const whole = digestOf(Buffer.from(payload.text));
      const digests = (loaded ?? earlier?.attachments ?? []).map(({ digest }) => digest);
      const attach = () => seal(loaded ?? []);
      return messageRecord({
        keyring: keyring(),
        payload,
        // A long text that became an attachment is no part of its own.
        digests: digests.filter((digest) => digest !== whole),
        attach,
        batchOf: (sent) => batchOf(sent, `mms/${pdu['_id']}`),
      });
    },
  };
}

async function rowsOf(source: PhoneSource, pdu: ProviderRow) {
  const id = integerOf(pdu, '_id') ?? -1;
  const addresses = await source.query({ uri: `content://mms/${id}/addr` });
  const parts = await source.query({ uri: 'content://mms/part', selection: `mid = ${id}` });
  return { pdu, addresses, parts };
}

async function load(source: PhoneSource, media: readonly MmsMedia[], log: Log): Promise<LoadedMedia[]> {
  const loaded: LoadedMedia[] = [];
  for (const one of media) {
    const octets = one.part === null ? null : await source.part(one.part);
    if (octets === null || octets.length === 0) log('warn', 'part missing on the phone', { part: one.part });
    else if (octets.length > MAX_BLOB_OCTETS) log('warn', 'part too large', { part: one.part });
    else loaded.push({ media: one, octets, digest: digestOf(octets) });
  }
  return loaded;
}

/** SHA-256, base64url. */
function digestOf(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('base64url');
}

async function seal(
  loaded: readonly LoadedMedia[],
): Promise<{ attachments: Attachment[]; blobs: SealedBlob[] }> {
  const attachments: Attachment[] = [];
  const blobs: SealedBlob[] = [];
  for (const { media, octets } of loaded) {
    const blob = await sealBlob(octets);
    blobs.push(blob);
    const size = pictureSize(octets);
    const thumbnail = size !== null && octets.length <= MAX_THUMBNAIL_OCTETS;
    attachments.push({
      blob: blob.id,
      key: blob.key,
      digest: blob.digest,
      contentType: media.contentType,
      name: media.name,
      size: octets.length,
      chunks: blob.chunks.length,
      ...(size === null ? {} : size),
      ...(thumbnail
        ? { thumbnail: { contentType: media.contentType, data: Buffer.from(octets).toString('base64url') } }
        : {}),
    });
  }
  return { attachments, blobs };
}
