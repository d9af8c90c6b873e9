import { messageIdentity } from '@smseal/client';
import type { Attachment, Id, MessagePayload } from '@smseal/protocol';
import { conversationId, messageId, sealBlob, type Keyring, type SealedBlob } from '@smseal/seal';
import type { Mapped } from '../provider/collection.ts';

export interface MessageRecordInput {
  keyring: Keyring;
  payload: MessagePayload;
  /** Digests of its media, base64url. */
  digests: readonly string[];
  /** Seals its media; called only when no earlier version of the record has them. */
  attach: () => Promise<{ attachments: Attachment[]; blobs: SealedBlob[] }>;
  /** `batch:index` of the outgoing text that this is the phone's own record of. */
  batchOf: (payload: MessagePayload) => string | null;
}

/** A mapped message as a record. */
export async function messageRecord(input: MessageRecordInput): Promise<Mapped> {
  const { keyring, payload, digests, attach, batchOf } = input;
  const identity = messageIdentity(payload, digests);
  const conversation = await conversationOf(keyring, payload.parties);
  return {
    id: (ordinal: number): Promise<Id> => messageId(keyring, { ...identity, ordinal }),
    clear: { conversation, day: payload.at.slice(0, 10) },
    seal: async (previous) => {
      const known = previous as MessagePayload | null;
      if (known === null) {
        const batch = batchOf(payload);
        const { text, attachments, blobs } = await shorten(payload.text, await attach());
        return { payload: { ...payload, text, attachments, ...(batch === null ? {} : { batch }) }, blobs };
      }
      const { goneFromPhone: _gone, ...kept } = known;
      const { attachments, source } = known;
      const text = isLong(payload.text) ? known.text : payload.text;
      return { payload: { ...kept, ...payload, text, attachments, source }, blobs: [] };
    },
  };
}

/** A record's envelope has room for 64 KiB; a longer text becomes an attachment, and its beginning stays. */
const LONG_OCTETS = 32 * 1024;
const BEGINNING = 2_000;

function isLong(text: string): boolean {
  return Buffer.byteLength(text) > LONG_OCTETS;
}

interface Media {
  attachments: Attachment[];
  blobs: SealedBlob[];
}

async function shorten(text: string, media: Media): Promise<Media & { text: string }> {
  if (!isLong(text)) return { ...media, text };
  const octets = new Uint8Array(Buffer.from(text));
  const blob = await sealBlob(octets);
  const whole: Attachment = {
    blob: blob.id,
    key: blob.key,
    digest: blob.digest,
    contentType: 'text/plain',
    name: 'text.txt',
    size: octets.length,
    chunks: blob.chunks.length,
  };
  const beginning = text
    .slice(0, BEGINNING)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
  return {
    text: `${beginning}…`,
    attachments: [...media.attachments, whole],
    blobs: [...media.blobs, blob],
  };
}

/** Thousands of texts share a few hundred conversations. */
const conversations = new WeakMap<Keyring, Map<string, Id>>();

async function conversationOf(keyring: Keyring, parties: readonly string[]): Promise<Id> {
  const known = conversations.get(keyring) ?? new Map<string, Id>();
  conversations.set(keyring, known);
  const name = parties.join('\n');
  const found = known.get(name) ?? (await conversationId(keyring, parties));
  known.set(name, found);
  return found;
}
