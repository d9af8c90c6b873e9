import type { TextEvent, TextState } from '@smseal/protocol';
import { isFinal } from '../outbox/transitions.ts';
import { explainError } from './explain-error.ts';
import { explainReceipt } from './explain-receipt.ts';
import type { ExplainedEvent, TextCourse, WayOut } from './text-timeline.ts';

/** What happened to a text, in the order in which it was reported. */
export function explainEvents({ createdAt, events, state, way }: TextCourse): ExplainedEvent[] {
  const reported = events.map((event) => explainEvent(event, way));
  const accepted = { at: createdAt, state: 'queued', what: WHAT[way.kind].queued, signed: true } as const;
  const isTold = reported.some((event) => event.state === state);
  const last = isTold ? null : serversWord(state, way);
  return [accepted, ...reported, ...(last === null ? [] : [last])];
}

/** What the server says by itself, of which no device has said anything. */
function serversWord(state: TextState, way: WayOut): ExplainedEvent | null {
  switch (state) {
    case 'leased':
    case 'cancelled':
    case 'expired':
    case 'unknown':
      return { at: null, state, what: WHAT[way.kind][state], signed: false };
    default:
      return null;
  }
}

function explainEvent(
  { at, state, part, carrierId, error, receipt }: TextEvent,
  way: WayOut,
): ExplainedEvent {
  const isAnswer = state === 'submitted' && carrierId !== undefined;
  const isPartReceipt = part !== undefined && receipt !== undefined && !isFinal(state);
  const of = part && part.n > 1 ? ` ${ofPart(state, part)}` : '';
  return {
    at,
    state,
    what: (isAnswer ? 'The carrier took one part.' : isPartReceipt ? PART_CAME : WHAT[way.kind][state]) + of,
    signed: true,
    ...(part ? { part } : {}),
    ...(carrierId === undefined ? {} : { carrierId }),
    ...(error ? { error: { ...error, means: explainError(error, way) } } : {}),
    ...(receipt === undefined || receipt === ''
      ? {}
      : { receipt: { raw: receipt, fields: explainReceipt(receipt) } }),
  };
}

const PART_CAME = 'The carrier’s receipt says that the handset has one part.';

/** A text is delivered with its last part, and lost with any. */
function ofPart(state: TextState, { k, n }: { k: number; n: number }): string {
  if (state === 'delivered') return `Part ${k} of ${n} was the last to arrive.`;
  return `This is of part ${k} of ${n}.`;
}

const STOPPED = 'The text was stopped before it left.';
const RAN_OUT = 'The text’s time ran out.';

const WHAT = {
  smpp: {
    queued: 'The text was committed, sealed, to the server.',
    leased: 'The gateway took the text into its hands.',
    submitted: 'The text is being handed to the carrier; from here on it may have left.',
    sent: 'The carrier took the text.',
    delivered: 'The carrier’s receipt says that the handset has the text.',
    failed: 'The text was refused, or could not be delivered.',
    expired: RAN_OUT,
    cancelled: STOPPED,
    unknown: 'Nobody knows whether the text left: the connection broke off, so it is not sent again.',
  },
  radio: {
    queued: 'The text was committed, sealed, to the server.',
    leased: 'The phone took the text into its hands.',
    submitted: 'The phone is handing the text to the network; from here on it may have left.',
    sent: 'The network took the text.',
    delivered: 'The network’s receipt says that the handset has the text.',
    failed: 'The phone could not send the text, or the network could not deliver it.',
    expired: RAN_OUT,
    cancelled: STOPPED,
    unknown: 'Nobody knows whether the text left: the phone stopped while sending, so it is not sent again.',
  },
} as const satisfies Record<WayOut['kind'], Record<TextState, string>>;
