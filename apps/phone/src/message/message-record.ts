import { messageIdentity } from '@smseal/client';
import type { Attachment, Id, MessagePayload } from '@smseal/protocol';
import { conversationId, messageId, type Keyring, type SealedBlob } from '@smseal/seal';
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
  const conversation = await conversationId(keyring, payload.parties);
  return {
    id: (ordinal: number): Promise<Id> => messageId(keyring, { ...identity, ordinal }),
    clear: { conversation, day: payload.at.slice(0, 10) },
    seal: async (previous) => {
      const known = previous as MessagePayload | null;
      if (known === null) {
        const batch = batchOf(payload);
        const { attachments, blobs } = await attach();
        return { payload: { ...payload, attachments, ...(batch === null ? {} : { batch }) }, blobs };
      }
      const { goneFromPhone: _gone, ...kept } = known;
      return {
        payload: { ...kept, ...payload, attachments: known.attachments, source: known.source },
        blobs: [],
      };
    },
  };
}
