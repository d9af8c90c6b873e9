import type { OutgoingText } from '@smseal/client';
import type { MessageStatus, TextState } from '@smseal/protocol';
import type { MessageEntry, ThreadEntry } from './thread-entry.ts';

/** How far along its way a text is; of two reports the further one is the truth. */
const PROGRESS = {
  queued: 0,
  leased: 1,
  sending: 2,
  submitted: 2,
  unknown: 3,
  sent: 4,
  received: 5,
  expired: 6,
  cancelled: 6,
  failed: 6,
  delivered: 7,
} as const satisfies Record<MessageStatus | TextState, number>;

/** Finds an outgoing text by `batch:index`. */
export type FindText = (id: string) => OutgoingText | undefined;

/** The outgoing text that a phone's own record stands for. */
export function textBehind(entry: MessageEntry, find: FindText): OutgoingText | undefined {
  return entry.payload.batch === undefined ? undefined : find(entry.payload.batch);
}

export interface EntryStatus {
  status: MessageStatus | TextState;
  error: string | null;
}

/** State and reason to show: the phone's record joined with the reports on the text that it stands for. */
export function statusOf(entry: ThreadEntry, find: FindText): EntryStatus {
  if (entry.type === 'text') {
    return { status: entry.outgoing.state, error: entry.outgoing.error?.text ?? null };
  }
  const own = { status: entry.payload.status, error: entry.payload.error ?? null };
  const text = textBehind(entry, find);
  if (!text || PROGRESS[text.state] <= PROGRESS[own.status]) return own;
  return { status: text.state, error: text.error?.text ?? own.error };
}
