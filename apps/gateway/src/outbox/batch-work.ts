import { isFinal, type SendCourse } from '@smseal/policy';
import type { BatchText, Id, TextEvent, TextState } from '@smseal/protocol';
import type { Octets } from '@smseal/seal';
import type { Flight } from './flight.ts';

/** Room at the carrier for texts that begin to leave with the call that commits them. */
export interface Reservation {
  /** Numbers of texts by their priority. */
  texts: ReadonlyMap<number, number>;
  batches: readonly Id[];
  /** Numbers of texts by their sender; null for none. Counted for who asks. */
  senders: () => ReadonlyMap<string | null, number>;
}

export interface BatchWorkInput {
  id: Id;
  priority: number;
  /** ms since 1970. */
  expires: number;
  contentKey: Octets;
  texts: readonly BatchText[];
  states: readonly TextState[];
  /** Number of the last segment that the server has; −1 for none. */
  lastSegment: number;
}

/** A batch in this gateway's hands: its texts in memory alone, how far each has come, and what is still to be told. */
export class BatchWork {
  readonly id: Id;
  readonly priority: number;
  readonly expires: number;
  readonly contentKey: Octets;
  /** Where each of its texts begins: no attempt made. */
  readonly course: SendCourse;
  readonly texts: BatchText[];
  /** Texts on their way to the carrier, and long ones until all of their parts are heard of, by their place. */
  readonly flights: (Flight | undefined)[] = [];
  /** As last told or to be told. */
  readonly states: TextState[];
  lease: Id | null = null;
  /** Monotonic ms after which the lease is to be renewed. */
  renewAt = 0;
  /** Texts whose watermark is on its way. */
  clearing = 0;
  /** Texts that were cleared, and whose carrier has not yet answered for all of their parts. */
  underWay = 0;
  /** Events for the next segment. */
  events: TextEvent[] = [];
  nextSegment: number;
  #cursor = 0;

  constructor(input: BatchWorkInput) {
    this.id = input.id;
    this.priority = input.priority;
    this.expires = input.expires;
    this.contentKey = input.contentKey;
    this.course = { attempts: 0, waits: 0, expires: input.expires };
    this.texts = [...input.texts];
    this.states = [...input.states];
    this.nextSegment = input.lastSegment + 1;
  }

  /** The next text that has not left, without taking it; null when there is none. */
  peek(): number | null {
    while (this.#cursor < this.texts.length && !this.isWaiting(this.#cursor)) this.#cursor++;
    return this.#cursor < this.texts.length ? this.#cursor : null;
  }

  /** Whether a text has neither left nor come to another end. */
  isWaiting(index: number): boolean {
    const state = this.states[index];
    return state === 'queued' || state === 'leased';
  }

  /** Lets go of a text that its carrier has, unless somebody is to be told of it by more than its id. */
  forget(index: number): void {
    if (this.texts[index]?.notify === undefined) this.texts[index] = GONE;
  }

  /** At most how many texts have not left. */
  get remaining(): number {
    return this.texts.length - this.#cursor;
  }

  /** Notes an event, and the state that it brings. */
  tell(event: TextEvent): void {
    this.events.push(event);
    this.states[event.index] = event.state;
  }

  /** Whether what a receipt says of a text could still be news. */
  isExpected(index: number): boolean {
    const state = this.states[index];
    return state !== undefined && !isFinal(state);
  }

  /** Whether no text has to leave any more. */
  get hasLeft(): boolean {
    return this.peek() === null;
  }
}

const GONE: BatchText = { to: [], text: '', simSlot: null };
