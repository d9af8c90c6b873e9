import type { SendCourse } from '@smseal/policy';
import type { TextEvent } from '@smseal/protocol';
import type { Handover } from '../connector/connector.ts';
import type { BatchWork } from './batch-work.ts';

/** A text on its way through a connector. */
export interface Flight {
  readonly work: BatchWork;
  readonly index: number;
  readonly parts: number;
  /** Null once every part is with the carrier. */
  handover: Handover | null;
  /** The first part that was never handed over; beyond `parts` when all were. */
  next: number;
  /** Parts that are to be handed over again. */
  again: number[] | null;
  accepted: number;
  delivered: number;
  course: SendCourse;
  /** Whether this gateway has said where the text went: what parts say from then on changes nothing. */
  settled: boolean;
}

/** Which part of which text, from 1, is handed over. */
export interface PartOfFlight {
  flight: Flight;
  k: number;
}

/** How an event names one part of several; a text of one part is its part. */
export function partOf(k: number, n: number): Pick<TextEvent, 'part'> {
  return n === 1 ? {} : { part: { k, n } };
}

/** The part to hand over next; null while there is none. */
export function nextPart(flight: Flight): number | null {
  if (flight.next <= flight.parts) return flight.next;
  return flight.again?.[0] ?? null;
}

/** Whether nothing of a text has left: each part was never handed over, or came back and waits to be handed over again. */
export function isHome(flight: Flight): boolean {
  return flight.accepted === 0 && flight.next - 1 === (flight.again?.length ?? 0);
}

/** The part that {@link nextPart} named was handed over. */
export function notePart(flight: Flight): void {
  if (flight.next <= flight.parts) flight.next++;
  else flight.again?.shift();
}
