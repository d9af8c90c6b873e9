import { fromBase64Url, type Attachment } from '@smseal/protocol';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  archivePath,
  type ArchivedAttachment,
  type ArchivedCall,
  type ArchivedCampaign,
  type ArchivedContact,
  type ArchivedConversation,
  type ArchivedMessage,
  type ArchivedSetting,
  type ArchiveEntry,
  type ArchiveManifest,
} from './archive-format.ts';
import { ARCHIVE_README } from './archive-readme.ts';
import { conversationPage, conversationPagePath, indexPage, type PageConversation } from './archive-pages.ts';
import { vcard } from './vcard.ts';

/** A message to be archived; attachments are fetched as they are written. */
export interface MessageToArchive extends Omit<ArchivedMessage, 'attachments'> {
  attachments: readonly Attachment[];
}

/** What is to be archived, opened already. */
export interface ArchiveSource {
  account: string;
  /** RFC 3339 UTC. */
  exportedAt: string;
  conversations: readonly (ArchivedConversation & { title: string })[];
  /** Messages of a conversation, ascending by time. */
  messagesOf: (conversation: string) => Iterable<MessageToArchive>;
  contacts: readonly ArchivedContact[];
  calls: readonly ArchivedCall[];
  campaigns: readonly ArchivedCampaign[];
  settings: readonly ArchivedSetting[];
  /** A party's name, or its number for people. */
  nameOf: (party: string) => string;
  /** The octets of an attachment, or null when they cannot be had. */
  fetch: (attachment: Attachment) => Promise<Uint8Array | null>;
  /** How many messages have been written. */
  progress?: (written: number) => void;
}

const encoder = new TextEncoder();
const CHUNK_ITEMS = 500;

/** The files of an archive, one after the other; each must be read whole before the next is asked for. */
export async function* writeArchive(source: ArchiveSource): AsyncGenerator<ArchiveEntry> {
  yield text('README.txt', [ARCHIVE_README]);
  const { account, exportedAt, contacts, calls, campaigns, settings } = source;
  const files = new AttachmentFiles(source);
  for await (const file of files.entries()) yield file;
  yield text('messages.json', messagesJson(source, files));
  yield items('conversations', withoutTitles(source));
  yield items('contacts', contacts);
  yield items('calls', calls);
  yield items('campaigns', campaigns);
  yield items('settings', settings);
  yield text('contacts.vcf', contacts.map(vcard));
  for (const contact of contacts) {
    const picture = contact.picture;
    if (picture)
      yield binary(archivePath('pictures', contact.id, picture.contentType), fromBase64Url(picture.data));
  }
  const pages = pagesOf(source);
  for (const page of pages) {
    yield text(
      conversationPagePath(page.number),
      conversationPage(page, archivedOf(source, files, page.id), source.nameOf),
    );
  }
  yield text('index.html', [indexPage(pages, exportedAt)]);
  const manifest: ArchiveManifest = {
    format: ARCHIVE_FORMAT,
    v: ARCHIVE_VERSION,
    account,
    exportedAt,
    counts: {
      messages: files.messages,
      conversations: source.conversations.length,
      contacts: contacts.length,
      calls: calls.length,
      campaigns: campaigns.length,
      settings: settings.length,
    },
  };
  yield text('smseal.json', [JSON.stringify(manifest, null, 2)]);
}

/** Attachments come first, so that what names them can say which could not be had. */
class AttachmentFiles {
  readonly #source: ArchiveSource;
  readonly #paths = new Map<string, string>();
  messages = 0;

  constructor(source: ArchiveSource) {
    this.#source = source;
  }

  async *entries(): AsyncGenerator<ArchiveEntry> {
    const { conversations, messagesOf, fetch, progress } = this.#source;
    for (const { id } of conversations) {
      for (const message of messagesOf(id)) {
        for (const attachment of message.attachments) {
          const octets = this.#paths.has(attachment.blob) ? null : await fetch(attachment);
          if (octets === null) continue;
          const path = archivePath('attachments', attachment.blob, attachment.contentType);
          this.#paths.set(attachment.blob, path);
          yield binary(path, octets);
        }
        this.messages++;
        progress?.(this.messages);
      }
    }
  }

  archived(attachment: Attachment): ArchivedAttachment {
    const { blob, key: _key, chunks: _chunks, ...rest } = attachment;
    return { file: this.#paths.get(blob) ?? null, ...rest };
  }
}

function* archivedOf(
  source: ArchiveSource,
  files: AttachmentFiles,
  conversation: string,
): Generator<ArchivedMessage> {
  for (const message of source.messagesOf(conversation)) {
    yield { ...message, attachments: message.attachments.map((one) => files.archived(one)) };
  }
}

function* messagesJson(source: ArchiveSource, files: AttachmentFiles): Generator<string> {
  yield `{"format":"smseal-messages","v":${ARCHIVE_VERSION},"messages":[`;
  let first = true;
  for (const { id } of source.conversations) {
    for (const message of archivedOf(source, files, id)) {
      yield `${first ? '\n' : ',\n'}${JSON.stringify(message)}`;
      first = false;
    }
  }
  yield '\n]}\n';
}

function withoutTitles({ conversations }: ArchiveSource): ArchivedConversation[] {
  return conversations.map(({ title: _title, ...conversation }) => conversation);
}

function pagesOf({ conversations, messagesOf }: ArchiveSource): PageConversation[] {
  return conversations.map(({ id, title }, i) => {
    let count = 0;
    let last = '';
    for (const { at } of messagesOf(id)) {
      count++;
      last = at;
    }
    return { number: i + 1, id, title, count, last };
  });
}

function items(
  kind: 'conversations' | 'contacts' | 'calls' | 'campaigns' | 'settings',
  list: readonly unknown[],
): ArchiveEntry {
  const lines = list.map((item, i) => `${i === 0 ? '\n' : ',\n'}${JSON.stringify(item)}`);
  return text(`${kind}.json`, [
    `{"format":"smseal-${kind}","v":${ARCHIVE_VERSION},"items":[`,
    ...lines,
    '\n]}\n',
  ]);
}

function binary(path: string, octets: Uint8Array): ArchiveEntry {
  return { path, content: [octets], compressible: false };
}

function text(path: string, parts: Iterable<string>): ArchiveEntry {
  return { path, content: encoded(parts), compressible: true };
}

/** Encodes many short parts at a time. */
function* encoded(parts: Iterable<string>): Generator<Uint8Array> {
  let waiting: string[] = [];
  for (const part of parts) {
    waiting.push(part);
    if (waiting.length < CHUNK_ITEMS) continue;
    yield encoder.encode(waiting.join(''));
    waiting = [];
  }
  yield encoder.encode(waiting.join(''));
}
