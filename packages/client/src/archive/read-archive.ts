import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchivedCall,
  type ArchivedContact,
  type ArchivedConversation,
  type ArchivedMessage,
  type ArchiveManifest,
} from './archive-format.ts';

/** Why a file is no archive that can be read: a sentence for people. */
export class ArchiveUnreadable extends Error {
  override readonly name = 'ArchiveUnreadable';
  readonly code: 'not-an-archive' | 'newer-archive';
  constructor(code: ArchiveUnreadable['code'], sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** What an archive says, item by item checked for what an importer needs; attachments are read apart. */
export interface ReadArchive {
  manifest: ArchiveManifest;
  messages: ArchivedMessage[];
  conversations: ArchivedConversation[];
  contacts: ArchivedContact[];
  calls: ArchivedCall[];
  /** Items that are not what they should be, by reason. */
  skipped: Record<string, number>;
}

/** The files of an archive that say what is in it; pictures and pages are not needed for that. */
export const ARCHIVE_INDEX = [
  'smseal.json',
  'messages.json',
  'conversations.json',
  'contacts.json',
  'calls.json',
] as const;
export type ArchiveIndexFile = (typeof ARCHIVE_INDEX)[number];

/**
 * Reads an archive's files.
 * @param files the octets of each file of {@link ARCHIVE_INDEX} that the archive has.
 * @throws ArchiveUnreadable
 */
export function readArchive(files: ReadonlyMap<string, Uint8Array>): ReadArchive {
  const manifest = manifestOf(files);
  const skipped: Record<string, number> = {};
  const list = <Item>(
    file: ArchiveIndexFile,
    member: string,
    fits: (item: Record<string, unknown>) => boolean,
  ) => {
    const found: Item[] = [];
    for (const item of itemsOf(files, file, member)) {
      if (isObject(item) && isText(item['id']) && fits(item)) found.push(item as Item);
      else skipped['malformed'] = (skipped['malformed'] ?? 0) + 1;
    }
    return found;
  };
  return {
    manifest,
    messages: list<ArchivedMessage>('messages.json', 'messages', isMessage),
    conversations: list<ArchivedConversation>('conversations.json', 'items', (item) =>
      areTexts(item['parties']),
    ),
    contacts: list<ArchivedContact>('contacts.json', 'items', isContact),
    calls: list<ArchivedCall>('calls.json', 'items', (item) => isInstant(item['at']) && isText(item['type'])),
    skipped,
  };
}

function manifestOf(files: ReadonlyMap<string, Uint8Array>): ArchiveManifest {
  const manifest = json(files.get('smseal.json'));
  if (!isObject(manifest) || manifest['format'] !== ARCHIVE_FORMAT || !isText(manifest['account'])) {
    throw new ArchiveUnreadable(
      'not-an-archive',
      'This file is not an SMSeal archive; choose the zip that an export made.',
    );
  }
  if (manifest['v'] !== ARCHIVE_VERSION) {
    throw new ArchiveUnreadable(
      'newer-archive',
      'This archive was made by a newer version; update SMSeal, then import it again.',
    );
  }
  return manifest as unknown as ArchiveManifest;
}

function itemsOf(files: ReadonlyMap<string, Uint8Array>, file: ArchiveIndexFile, member: string): unknown[] {
  const octets = files.get(file);
  if (octets === undefined) return [];
  const content = json(octets);
  const items = isObject(content) ? content[member] : undefined;
  if (!Array.isArray(items)) {
    throw new ArchiveUnreadable(
      'not-an-archive',
      `${file} in this archive is damaged; make the export once more.`,
    );
  }
  return items;
}

function json(octets: Uint8Array | undefined): unknown {
  if (octets === undefined) return null;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    return null;
  }
}

function isMessage(item: Record<string, unknown>): boolean {
  return (
    (item['direction'] === 'in' || item['direction'] === 'out') &&
    (item['transport'] === 'sms' || item['transport'] === 'mms') &&
    areTexts(item['parties']) &&
    isText(item['text']) &&
    isInstant(item['at']) &&
    Array.isArray(item['attachments'])
  );
}

function isContact(item: Record<string, unknown>): boolean {
  return isText(item['name']) && Array.isArray(item['numbers']) && Array.isArray(item['emails']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
function isText(value: unknown): value is string {
  return typeof value === 'string';
}
function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}
function isInstant(value: unknown): boolean {
  return isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}
