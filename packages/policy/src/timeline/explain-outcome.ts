import type { TextState } from '@smseal/protocol';
import { explainError } from './explain-error.ts';
import type { TextCourse, WayOut } from './text-timeline.ts';

type Outcomes = Record<TextState, (course: TextCourse) => string>;

/** What became of a text, as somebody who is not an engineer is told. */
export function explainOutcome(course: TextCourse): string {
  return OUTCOMES[course.state](course);
}

const SENDER = { smpp: 'gateway', radio: 'phone' } as const satisfies Record<WayOut['kind'], string>;

const OUTCOMES: Outcomes = {
  queued: ({ way, notBefore }) =>
    notBefore === null
      ? `It waits in the server, sealed, until your ${SENDER[way.kind]} takes it.`
      : `It waits in the server, sealed, for its time.`,
  leased: ({ way }) => `Your ${SENDER[way.kind]} has it and has not begun to send it.`,
  submitted: ({ way }) =>
    way.kind === 'smpp'
      ? 'It is on its way to the carrier, which has not answered for all of it.'
      : 'Your phone is sending it.',
  sent: ({ way }) =>
    way.kind === 'smpp'
      ? 'The carrier took it. No receipt says yet whether the handset has it; some carriers never send one.'
      : 'The network took it. No receipt says yet whether the handset has it; some networks never send one.',
  delivered: () => 'The handset has it: the receipt says so.',
  failed: (course) => `It did not arrive. ${lastMeaning(course)}`,
  expired: (course) =>
    hasLeft(course)
      ? 'It left, but the handset was not reached before its time ran out.'
      : 'It never left: its time ran out first.',
  cancelled: () => 'It was stopped before it left. Nobody was texted.',
  unknown: ({ way }) =>
    way.kind === 'smpp'
      ? 'Nobody knows whether it left: the connection broke off before the carrier answered. It is not sent again by itself, because that could text somebody twice.'
      : 'Nobody knows whether it left: the phone stopped while it was sending. It is not sent again by itself, because that could text somebody twice.',
};

function hasLeft({ events }: TextCourse): boolean {
  return events.some(({ state, carrierId }) => state === 'sent' || carrierId !== undefined);
}

function lastMeaning({ events, way }: TextCourse): string {
  const error = events.findLast(({ state }) => state === 'failed')?.error;
  return error === undefined ? 'No reason was given.' : explainError(error, way);
}
