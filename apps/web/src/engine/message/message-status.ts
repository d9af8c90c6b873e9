import type { MessageStatus, TextState } from '@smseal/protocol';
import { textId, type BatchState, type MessageEntry, type ThreadEntry } from './thread-entry.ts';

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

/** The further of two states. */
export function furtherState<S extends MessageStatus | TextState>(a: S, b: S): S {
  return PROGRESS[b] > PROGRESS[a] ? b : a;
}

/** States that the server's clear codes may tell, because no device reports them. */
const SERVER_TOLD: ReadonlySet<TextState> = new Set(['queued', 'leased', 'expired', 'cancelled']);

/**
 * The state of a text from the server's clear code and the devices' signed events. What a device must have seen
 * (sent, delivered, failed) is believed from signed events only.
 */
export function stateOf(clear: TextState | undefined, reported: TextState | undefined): TextState {
  if (reported !== undefined) return reported;
  return clear !== undefined && SERVER_TOLD.has(clear) ? clear : 'queued';
}

/** Where an entry's batch can be found by its id. */
export type FindBatch = (batch: string) => BatchState | undefined;

/** The text of a batch that a phone's own record stands for. */
export function replacedText(
  entry: MessageEntry,
  find: FindBatch,
): { batch: BatchState; index: number } | null {
  const [id, index] = (entry.payload.batch ?? '').split(':');
  if (id === undefined || index === undefined) return null;
  const batch = find(id);
  return batch && textId(batch.id, Number(index)) === entry.payload.batch
    ? { batch, index: Number(index) }
    : null;
}

export interface EntryStatus {
  status: MessageStatus | TextState;
  error: string | null;
}

/** State and reason to show: the phone's record joined with the events of the text it stands for. */
export function statusOf(entry: ThreadEntry, find: FindBatch): EntryStatus {
  if (entry.type === 'text') {
    return {
      status: entry.batch.states[entry.index] ?? 'queued',
      error: entry.batch.errors[entry.index] ?? null,
    };
  }
  const own = { status: entry.payload.status, error: entry.payload.error ?? null };
  const text = replacedText(entry, find);
  if (!text) return own;
  const state = text.batch.states[text.index] ?? 'queued';
  const status: MessageStatus | TextState = furtherState<MessageStatus | TextState>(own.status, state);
  return status === own.status ? own : { status, error: text.batch.errors[text.index] ?? own.error };
}
