import type { OutgoingText } from '@smseal/client';
import type { Attachment, MessagePayload } from '@smseal/protocol';
import { fold } from '../search/fold.ts';

interface Common {
  /** Record id, or `batch:index`. */
  id: string;
  conversation: string;
  /** Milliseconds since 1970: what orders a thread, then the id. */
  time: number;
  /** The folded text that search looks through. */
  folded: string;
  /** Taken out of its thread; lists drop it when they are next read. */
  gone: boolean;
}

/** A message record. */
export interface MessageEntry extends Common {
  type: 'message';
  version: number;
  /** The device that sealed it. */
  author: string;
  payload: MessagePayload;
}

/** One text of a batch, until the phone's own record replaces it. */
export interface TextEntry extends Common {
  type: 'text';
  outgoing: OutgoingText;
}

export type ThreadEntry = MessageEntry | TextEntry;

export function messageEntry(record: {
  id: string;
  version: number;
  author: string;
  conversation: string;
  payload: MessagePayload;
}): MessageEntry {
  const { payload } = record;
  return {
    type: 'message',
    id: record.id,
    conversation: record.conversation,
    version: record.version,
    author: record.author,
    time: Date.parse(payload.at),
    folded: fold(payload.subject ? `${payload.text}\n${payload.subject}` : payload.text),
    gone: false,
    payload,
  };
}

export function textEntry(outgoing: OutgoingText, conversation: string): TextEntry {
  return {
    type: 'text',
    id: outgoing.id,
    conversation,
    time: Date.parse(outgoing.at),
    folded: fold(outgoing.text),
    gone: false,
    outgoing,
  };
}

/** Order of a thread: time, then id. */
export function compareEntries(a: ThreadEntry, b: ThreadEntry): number {
  return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function isIncoming(entry: ThreadEntry): entry is MessageEntry {
  return entry.type === 'message' && entry.payload.direction === 'in';
}

/** Campaigns have this priority: nobody wrote the text to this person alone. */
const TO_MANY = 9;

/** Whether a text was written to many at once. */
export function isToMany(entry: ThreadEntry): boolean {
  return entry.type === 'text' && entry.outgoing.priority >= TO_MANY;
}

export function textOf(entry: ThreadEntry): string {
  return entry.type === 'message' ? entry.payload.text : entry.outgoing.text;
}

export function timeOf(entry: ThreadEntry): string {
  return entry.type === 'message' ? entry.payload.at : entry.outgoing.at;
}

export function isMine(entry: ThreadEntry): boolean {
  return entry.type === 'text' || entry.payload.direction === 'out';
}

export function attachmentsOf(entry: ThreadEntry): readonly Attachment[] {
  return entry.type === 'message' ? entry.payload.attachments : entry.outgoing.attachments;
}

export function partiesOf(entry: ThreadEntry): readonly string[] {
  return entry.type === 'message' ? entry.payload.parties : entry.outgoing.to;
}
