import {
  ARCHIVE_INDEX,
  ArchiveUnreadable,
  messageIdentity,
  readArchive,
  storeBlob,
  type ArchivedAttachment,
  type ArchivedMessage,
  type ReadArchive,
} from '@smseal/client';
import type { Attachment, MessagePayload, MessageStatus } from '@smseal/protocol';
import { callId, contactId, messageId, sealBlob } from '@smseal/seal';
import type { DeviceSession } from '../device/device-session.ts';
import type { OpenedRecord } from '../mailbox/opened-record.ts';
import { BulkWriter } from './bulk-writer.ts';
import { unzipFile } from './zip-file.ts';

export interface ImportResult {
  read: number;
  added: number;
  skipped: Record<string, number>;
}

/**
 * Reads an archive back. Into the account that it came from every record keeps its id; into another one ids are made from
 * what the items say. Either way twice is the same as once.
 * @throws ArchiveUnreadable
 */
export async function importArchive(
  session: DeviceSession,
  file: Blob,
  progress: (fraction: number) => void,
): Promise<ImportResult> {
  await session.restored;
  const index = await readIndex(file);
  const run = new ImportRun(session, index);
  await run.choose();
  await unzipFile(file, {
    wanted: (path) => run.wants(path),
    take: (path, octets) => run.storeAttachment(path, octets),
    progress: (fraction) => progress(fraction * 0.9),
  });
  await run.write();
  progress(1);
  return run.result;
}

async function readIndex(file: Blob): Promise<ReadArchive> {
  const files = new Map<string, Uint8Array>();
  const names: ReadonlySet<string> = new Set(ARCHIVE_INDEX);
  try {
    await unzipFile(file, {
      wanted: (path) => names.has(path),
      take: (path, octets) => {
        files.set(path, octets);
      },
    });
  } catch {
    throw new ArchiveUnreadable(
      'not-an-archive',
      'This file cannot be read as a zip; choose the one that an export made.',
    );
  }
  return readArchive(files);
}

interface ChosenMessage {
  id: string;
  message: ArchivedMessage;
}

class ImportRun {
  readonly result: ImportResult;
  readonly #session: DeviceSession;
  readonly #archive: ReadArchive;
  readonly #writer: BulkWriter;
  readonly #same: boolean;
  readonly #ordinals = new Map<string, number>();
  readonly #messages: ChosenMessage[] = [];
  /** Who wants an attachment's file: the first message that names it owns the blob. */
  readonly #wanted = new Map<string, { owner: string; attachment: ArchivedAttachment }>();
  readonly #stored = new Map<string, Attachment>();

  constructor(session: DeviceSession, archive: ReadArchive) {
    this.#session = session;
    this.#archive = archive;
    this.#same = archive.manifest.account === session.membership.identity.account;
    const { messages, conversations, contacts, calls } = archive;
    this.result = {
      read: messages.length + conversations.length + contacts.length + calls.length,
      added: 0,
      skipped: { ...archive.skipped },
    };
    this.#writer = new BulkWriter({
      api: session.api,
      membership: session.membership,
      sequence: session.sequence,
      written: (records) => {
        this.result.added += records.length;
        for (const record of records) session.store.written(record);
      },
      present: () => this.#skip('present'),
    });
  }

  /** Decides which messages are new, and so which attachments are needed. */
  async choose(): Promise<void> {
    for (const message of this.#archive.messages) {
      const id = await this.#messageId(message);
      if (this.#session.mailbox.entry(id) ?? this.#session.mailbox.entry(message.id)) {
        this.#skip('present');
        continue;
      }
      this.#messages.push({ id, message });
      for (const attachment of message.attachments) {
        if (attachment.file !== null && !this.#wanted.has(attachment.file)) {
          this.#wanted.set(attachment.file, { owner: id, attachment });
        }
      }
    }
  }

  wants(path: string): boolean {
    return this.#wanted.has(path);
  }

  /** Seals an attachment anew and stores it ahead of its message. */
  async storeAttachment(path: string, octets: Uint8Array<ArrayBuffer>): Promise<void> {
    const wanted = this.#wanted.get(path);
    if (!wanted) return;
    const { owner, attachment } = wanted;
    const sealed = await sealBlob(octets);
    if (sealed.digest !== attachment.digest) return this.#skip('damaged-attachment');
    const chunks = sealed.chunks.length;
    await storeBlob(this.#session.api, {
      id: sealed.id,
      announcement: { ownerKind: 'message', owner, size: sealed.size, chunks },
      chunk: (number) => sealed.chunks[number] ?? new Uint8Array(0),
    });
    const { file: _file, ...shown } = attachment;
    this.#stored.set(path, { ...shown, blob: sealed.id, key: sealed.key, chunks });
  }

  async write(): Promise<void> {
    for (const { id, message } of this.#messages) await this.#writeMessage(id, message);
    for (const contact of this.#archive.contacts) {
      const { id: archivedId, ...payload } = contact;
      const id = this.#same ? archivedId : await contactId(this.#keyring, `archive ${archivedId}`);
      await this.#writeNew({ kind: 'contact', id, payload });
    }
    for (const call of this.#archive.calls) {
      const { id: archivedId, ...payload } = call;
      const identity = { ...payload, ordinal: this.#ordinal(JSON.stringify(payload)) };
      const id = this.#same ? archivedId : await callId(this.#keyring, identity);
      await this.#writeNew({ kind: 'call', id, payload });
    }
    for (const conversation of this.#archive.conversations) {
      const { id: _id, ...payload } = conversation;
      if (!hasState(payload)) continue;
      const id = await this.#session.conversationOf(payload.parties);
      await this.#writeNew({ kind: 'conversation', id, payload });
    }
    await this.#writer.flush();
  }

  async #writeMessage(
    id: string,
    { id: _id, conversation: _of, ...message }: ArchivedMessage,
  ): Promise<void> {
    const payload: MessagePayload = {
      ...message,
      status: statusOf(message.status),
      attachments: message.attachments.flatMap(({ file }) => (file ? (this.#stored.get(file) ?? []) : [])),
      source: 'import',
    };
    const conversation = await this.#session.conversationOf(payload.parties);
    const record = {
      kind: 'message',
      id,
      version: 1,
      author: this.#session.me,
      conversation,
      payload,
    } as const;
    await this.#writer.add({ record, clear: { conversation, day: payload.at.slice(0, 10) } });
  }

  async #writeNew(item: Pick<OpenedRecord, 'kind' | 'id' | 'payload'>): Promise<void> {
    if (this.#session.store.versionSeen(item.kind, item.id) !== undefined) return this.#skip('present');
    const record = { ...item, version: 1, author: this.#session.me } as OpenedRecord;
    await this.#writer.add({ record, clear: {} });
  }

  /** The id that the message has, or would have, in this account. */
  async #messageId(message: ArchivedMessage): Promise<string> {
    if (this.#same && !message.id.includes(':')) return message.id;
    const identity = messageIdentity(
      { ...message, status: statusOf(message.status), attachments: [] },
      message.attachments.map(({ digest }) => digest),
    );
    return messageId(this.#keyring, { ...identity, ordinal: this.#ordinal(JSON.stringify(identity)) });
  }

  /** 0, 1 … among items that are otherwise equal, in the archive's order. */
  #ordinal(identity: string): number {
    const ordinal = this.#ordinals.get(identity) ?? 0;
    this.#ordinals.set(identity, ordinal + 1);
    return ordinal;
  }

  #skip(reason: string): void {
    this.result.skipped[reason] = (this.result.skipped[reason] ?? 0) + 1;
  }

  get #keyring() {
    return this.#session.membership.keyring;
  }
}

/** A record says less than an outbox text about how far it came. */
function statusOf(status: ArchivedMessage['status']): MessageStatus {
  switch (status) {
    case 'queued':
    case 'leased':
    case 'submitted':
      return 'unknown';
    case 'expired':
    case 'cancelled':
      return 'failed';
    case 'received':
    case 'sending':
    case 'sent':
    case 'delivered':
    case 'failed':
    case 'unknown':
      return status;
    default:
      return status satisfies never;
  }
}

function hasState(payload: object): boolean {
  return ['readUpTo', 'muted', 'pinned', 'archived', 'draft'].some((field) => field in payload);
}
