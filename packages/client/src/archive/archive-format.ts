/**
 * The archive: everything that an account holds, opened, in files that other programs can read. One zip with
 *
 * | file | content |
 * |---|---|
 * | `smseal.json` | {@link ArchiveManifest}: format, version, account, time, counts |
 * | `messages.json` | `{"format":"smseal-messages","v":1,"messages":[…]}`: {@link ArchivedMessage}s, each conversation ascending by time |
 * | `conversations.json`, `contacts.json`, `calls.json`, `campaigns.json`, `settings.json` | `{"format":"smseal-contacts","v":1,"items":[…]}` and so on: payloads with their ids |
 * | `contacts.vcf` | the contacts as vCard 4.0 (RFC 6350) |
 * | `attachments/…`, `pictures/…` | pictures and other parts, contacts' pictures |
 * | `index.html`, `conversations/….html` | the same for reading, without scripts |
 * | `README.txt` | this, for people |
 *
 * Readers ignore members that they do not know and refuse a higher `v`.
 */
import type {
  CallPayload,
  CampaignPayload,
  ContactPayload,
  ConversationPayload,
  MessagePayload,
  SettingPayload,
  TextState,
} from '@smseal/protocol';

export const ARCHIVE_FORMAT = 'smseal-archive';
export const ARCHIVE_VERSION = 1;

export interface ArchiveManifest {
  format: typeof ARCHIVE_FORMAT;
  v: typeof ARCHIVE_VERSION;
  /** Ids are the account's own: in another account they are made anew. */
  account: string;
  /** RFC 3339 UTC. */
  exportedAt: string;
  counts: {
    messages: number;
    conversations: number;
    contacts: number;
    calls: number;
    /** Archives that were made before have none. */
    campaigns?: number;
    settings: number;
  };
}

/** A part of a message; `file` is its path in the archive, null when its octets could not be had. */
export interface ArchivedAttachment {
  file: string | null;
  contentType: string;
  name: string | null;
  /** Octets. */
  size: number;
  /** SHA-256 of the octets, base64url. */
  digest: string;
  width?: number;
  height?: number;
  thumbnail?: { contentType: string; data: string };
}

/** A message as its record has it, with files in place of sealed blobs. */
export interface ArchivedMessage extends Omit<MessagePayload, 'attachments' | 'status'> {
  /** Record id, or `batch:index` of a text that no phone has recorded. */
  id: string;
  conversation: string;
  status: MessagePayload['status'] | TextState;
  attachments: ArchivedAttachment[];
}

export type Archived<Payload> = Payload & { id: string };
export type ArchivedContact = Archived<ContactPayload>;
export type ArchivedCall = Archived<CallPayload>;
/** Their texts are among the messages, which an import brings back; the record alone would name batches that are not there. */
export type ArchivedCampaign = Archived<CampaignPayload>;
export type ArchivedConversation = Archived<ConversationPayload>;
export type ArchivedSetting = Archived<SettingPayload>;

/** One file of the archive. */
export interface ArchiveEntry {
  path: string;
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Whether deflating it is worth the time. */
  compressible: boolean;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'audio/amr': 'amr',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'text/x-vcard': 'vcf',
  'text/vcard': 'vcf',
};

/** The path of a part: named by its own id, so that no sender's file name decides where anything is put. */
export function archivePath(folder: 'attachments' | 'pictures', id: string, contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return `${folder}/${id}.${EXTENSIONS[type] ?? 'bin'}`;
}
