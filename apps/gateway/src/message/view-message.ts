import { CodedError, type TextEvent, type TextState } from '@smseal/protocol';
import { countSegments, type NationalTable } from '@smseal/sms';
import { classOf } from '../outbox/priorities.ts';
import type { HeldBatch } from './batch-reader.ts';
import { formatMessageId } from './message-ids.ts';
import type { Message } from './message-schema.ts';

/**
 * One text of a batch as its owner sees it. `tables`: those that the way out of a sender's texts passes on.
 * @throws CodedError `not-found` where the batch has no such text.
 */
export function viewMessage(
  { view, content, events }: HeldBatch,
  index: number,
  tables: (from: string | null) => readonly NationalTable[],
): Message {
  const state = view.states[index];
  if (state === undefined) throw new CodedError('not-found');
  const common = {
    id: formatMessageId({ batch: view.id, index }),
    state,
    class: classOf(view.priority),
    sendAt: view.notBefore,
    expiresAt: view.expires,
  };
  const text = content?.texts[index];
  if (!content || !text) return { ...common, ...NOT_HELD };
  const count = countSegments(text.text, { tables: tables(text.from ?? null) });
  const own = events.filter((event) => event.index === index);
  return {
    ...common,
    to: text.to[0] ?? null,
    from: text.from ?? null,
    text: text.text,
    encoding: count.encoding,
    segments: count.segments,
    createdAt: content.createdAt,
    changedAt: own.at(-1)?.at ?? content.createdAt,
    sentAt: own.find((event) => event.state === 'sent')?.at ?? null,
    error: errorOf(state, own),
  };
}

const NOT_HELD = {
  to: null,
  from: null,
  text: null,
  reason: 'no-longer-held',
  encoding: null,
  segments: null,
  createdAt: null,
  changedAt: null,
  sentAt: null,
  error: null,
} as const satisfies Partial<Message>;

function errorOf(state: TextState, events: readonly TextEvent[]): Message['error'] {
  return events.findLast((event) => event.state === state)?.error ?? null;
}
