import { fetchBlob, writeArchive, type ArchiveSource, type MessageToArchive } from '@smseal/client';
import { CodedError, type Attachment } from '@smseal/protocol';
import { SealError } from '@smseal/seal';
import type { DeviceSession } from '../device/device-session.ts';
import type { ThreadEntry } from '../message/thread-entry.ts';
import type { MadeFile } from '../rpc/wire.ts';
import { zipFile } from './zip-file.ts';

/** Everything that this device can read, as one zip. */
export async function exportArchive(
  session: DeviceSession,
  progress: (fraction: number) => void,
): Promise<MadeFile & { name: string }> {
  await session.restored;
  const exportedAt = new Date(session.api.clock.corrected()).toISOString();
  const blob = await zipFile(writeArchive(archiveSource(session, exportedAt, progress)));
  progress(1);
  return { blob, contentType: blob.type, name: `smseal-${exportedAt.slice(0, 10)}.zip` };
}

function archiveSource(
  session: DeviceSession,
  exportedAt: string,
  progress: (fraction: number) => void,
): ArchiveSource {
  const { mailbox, membership } = session;
  const conversations = [...mailbox.conversations.all()];
  const texts = conversations.reduce((sum, { thread }) => sum + thread.entries().length, 0);
  return {
    account: membership.identity.account,
    exportedAt,
    conversations: conversations.map((conversation) => ({
      ...(conversation.state ?? { v: 1, parties: [...conversation.parties] }),
      id: conversation.id,
      title: mailbox.conversations.title(conversation),
    })),
    messagesOf: (id) => (mailbox.conversations.get(id)?.thread.entries() ?? []).map(archived),
    contacts: Array.from(mailbox.contacts.all(), ({ id, payload }) => ({ ...payload, id })),
    calls: Array.from(mailbox.calls.all(), ({ id, payload }) => ({ ...payload, id })),
    campaigns: mailbox.campaigns.all().map(({ id, payload }) => ({ ...payload, id })),
    settings: Array.from(mailbox.settings(), ({ id, payload }) => ({ ...payload, id })),
    nameOf: (party) => mailbox.contacts.nameOf(party) ?? mailbox.contacts.formatted(party),
    fetch: (attachment) => octetsOf(session, attachment),
    progress: (written) => {
      if (written % PROGRESS_TEXTS === 0) progress((written / Math.max(1, texts)) * ATTACHMENTS_SHARE);
    },
  };
}

const PROGRESS_TEXTS = 100;
/** Fetching is most of the work; writing the texts is the rest. */
const ATTACHMENTS_SHARE = 0.8;

function archived(entry: ThreadEntry): MessageToArchive {
  if (entry.type === 'message') return { ...entry.payload, id: entry.id, conversation: entry.conversation };
  const { outgoing } = entry;
  return {
    v: 1,
    id: entry.id,
    conversation: entry.conversation,
    direction: 'out',
    transport: outgoing.to.length > 1 || outgoing.attachments.length > 0 ? 'mms' : 'sms',
    parties: outgoing.to,
    from: null,
    text: outgoing.text,
    attachments: outgoing.attachments,
    at: outgoing.at,
    sim: outgoing.simSlot === null ? null : { slot: outgoing.simSlot, label: null },
    status: outgoing.state,
    ...(outgoing.error ? { error: outgoing.error.text } : {}),
    read: true,
    source: 'web',
  };
}

/** One that the server lost or altered is left out, and the archive says so where it would stand. */
async function octetsOf(session: DeviceSession, attachment: Attachment): Promise<Uint8Array | null> {
  const { api, report, signal } = session;
  try {
    return await fetchBlob(api, attachment, { signal });
  } catch (error) {
    if (error instanceof SealError) report.refused(error.code, 1);
    else if (!(error instanceof CodedError && error.code === 'not-found')) throw error;
    return null;
  }
}
