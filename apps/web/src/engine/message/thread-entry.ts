import type { BatchText, MessagePayload, TextState } from '@smseal/protocol';
import { fold } from '../search/fold.ts';

/** A batch of outgoing texts as this engine holds it. */
export interface BatchState {
  id: string;
  author: string;
  /** The device that is to send. */
  target: string;
  expires: string;
  createdAt: string;
  texts: BatchText[];
  states: TextState[];
  /** In words, where a text failed. */
  errors: (string | null)[];
}

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
  batch: BatchState;
  index: number;
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

export function textEntry(batch: BatchState, index: number, conversation: string): TextEntry {
  return {
    type: 'text',
    id: textId(batch.id, index),
    conversation,
    time: Date.parse(batch.createdAt),
    folded: fold(batch.texts[index]?.text ?? ''),
    gone: false,
    batch,
    index,
  };
}

/** The message id of a text of a batch (ARCHITECTURE §7). */
export function textId(batch: string, index: number): string {
  return `${batch}:${index}`;
}

/** Order of a thread: time, then id. */
export function compareEntries(a: ThreadEntry, b: ThreadEntry): number {
  return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function isIncoming(entry: ThreadEntry): entry is MessageEntry {
  return entry.type === 'message' && entry.payload.direction === 'in';
}

export function textOf(entry: ThreadEntry): string {
  return entry.type === 'message' ? entry.payload.text : (entry.batch.texts[entry.index]?.text ?? '');
}

export function partiesOf(entry: ThreadEntry): readonly string[] {
  return entry.type === 'message' ? entry.payload.parties : (entry.batch.texts[entry.index]?.to ?? []);
}
