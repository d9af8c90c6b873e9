import { judgeAnswer, type CarrierAnswer, type Leave, type SendCourse, type TextClass } from '@smseal/policy';
import type { CarrierText, PartOutcome, RefusalClass } from '../connector/connector.ts';
import type { DepartureNotes } from '../departure/departure-log.ts';
import type { SegmentPace } from '../limit/segment-pace.ts';
import type { BatchWork } from './batch-work.ts';
import { isHome, nextPart, notePart, partOf, type Flight, type PartOfFlight } from './flight.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { Outcomes } from './outcomes.ts';
import { classOf } from './priorities.ts';
import type { Receipts } from './receipts.ts';

export interface HandOverOptions {
  lanes: Lanes;
  outcomes: Outcomes;
  receipts: Receipts;
  /** Whether a text may leave now; asked where it leaves. */
  mayLeave: (text: { to: string; class: TextClass; expires: number }) => Leave;
  /** So many more texts count; negative for those that did not leave after all. */
  counted: (texts: number) => void;
  /** Over all lanes. */
  pace: Pick<SegmentPace, 'take'>;
  departures: Pick<DepartureNotes, 'leaving' | 'write' | 'answered' | 'returned'>;
  /** A carrier has answered: there may be room for texts that are not cleared yet. */
  answered: () => void;
  /** There is something to hand over again. */
  pump: () => void;
  /** ms since 1970. */
  now: () => number;
}

/** What a refusal means to the policy; a carrier's own code is taken at its word. */
const ANSWER_OF = {
  'slow-down': 'slow-down',
  temporary: 'temporary',
  session: 'session',
  permanent: 'permanent',
  unknown: 'permanent',
} as const satisfies Record<RefusalClass, CarrierAnswer>;

/** A carrier that is too busy is asked again this soon: its connector keeps the pace, so the text need not wait long. */
const BUSY_MS = 1_000;

/** A text that was made ready once, and how far its sending has come. */
interface Attempt {
  work: BatchWork;
  index: number;
  course: SendCourse;
}

/** Hands cleared texts over, part by part, and hears what carriers answer. */
export class HandOver {
  readonly #options: HandOverOptions;

  constructor(options: HandOverOptions) {
    this.#options = options;
  }

  /** Ends what was cleared, and has waited for a connection until its time ran out. */
  expire(): void {
    const now = this.#options.now();
    for (const lane of this.#options.lanes.all)
      if (!lane.isUp && lane.ready.size > 0)
        lane.ready.keep((flight) => {
          if (flight.work.expires > now || flight.settled || !isHome(flight)) return true;
          this.#options.counted(-1);
          this.#options.outcomes.end(flight, { state: 'expired' });
          return false;
        });
  }

  /** Texts of which nothing has left by a lane that is not up leave it for others that are. */
  leave(lane: Lane): void {
    if (this.#options.lanes.sole === null && lane.ready.size > 0)
      lane.ready.keep((flight) => !this.#isMoved(flight, lane));
  }

  /** Whether a text of which every part is still here was given to another lane than this one. */
  #isMoved(flight: Flight, lane: Lane): boolean {
    const { work, index, course, handover } = flight;
    if (handover === null || flight.settled || !isHome(flight)) return false;
    const way = this.#options.lanes.waysFor(handover.text.from).find((other) => other !== lane);
    if (way === undefined) return false;
    this.#options.outcomes.landed(flight);
    flight.handover = null;
    work.flights[index] = undefined;
    this.#ready({ work, index, course }, handover.text, way);
    return true;
  }

  /** A text was cleared: it leaves by a lane as soon as there is room. */
  prepare(work: BatchWork, index: number, lane: Lane): void {
    const text = work.texts[index];
    if (text === undefined) return;
    const carried = { to: text.to[0] ?? '', from: text.from ?? null, text: text.text, expires: work.expires };
    this.#ready({ work, index, course: work.course }, carried, lane);
  }

  /** Makes a text ready to leave by a lane, or ends it where it may not. */
  #ready({ work, index, course }: Attempt, text: CarrierText, lane: Lane): void {
    const { lanes } = this.#options;
    const { to, from, expires } = text;
    const leave = this.#options.mayLeave({ to, class: classOf(work.priority), expires });
    if (!leave.leave && (leave.why === 'expired' || leave.why === 'suppressed')) {
      this.#options.counted(-1);
      const error = { code: 'suppressed', text: 'The recipient asked for no more texts.' };
      return this.#options.outcomes.end(
        { work, index },
        leave.why === 'expired' ? { state: 'expired' } : { state: 'failed', error },
      );
    }
    try {
      const as = from === null ? lanes.ownSender(lane) : null;
      const handover = lane.connector.open(text, as);
      const flight: Flight = {
        work,
        index,
        parts: handover.parts,
        handover,
        next: 1,
        again: null,
        accepted: 0,
        delivered: 0,
        course,
        settled: false,
      };
      work.flights[index] = flight;
      work.underWay++;
      work.forget(index);
      lane.ready.push(flight);
    } catch {
      this.#options.counted(-1);
      this.#options.outcomes.end(
        { work, index },
        { state: 'failed', error: { code: 'not-encodable', text: 'This text cannot be carried.' } },
      );
    }
  }

  /** Hands over as many parts as there is room for; whoever is told that there is none is told when there is again. */
  run(): void {
    const { lanes } = this.#options;
    for (;;) {
      const lane = lanes.next();
      if (lane === null || lane.ready.size === 0) return;
      const room = lane.capacity();
      if (room < 1) return;
      this.#handOverParts(lane, lanes.turnOf(room));
    }
  }

  /** What leaves is noted before any of it does. */
  #handOverParts(lane: Lane, room: number): void {
    const { departures, pace } = this.#options;
    const { ready } = lane;
    const parts: PartOfFlight[] = [];
    for (let flight = ready.peek(); flight && parts.length < room; flight = ready.peek()) {
      const k = flight.handover === null ? null : nextPart(flight);
      if (k === null) {
        ready.shift();
        continue;
      }
      notePart(flight);
      parts.push({ flight, k });
      departures.leaving(flight.work.id, { index: flight.index, k, n: flight.parts });
    }
    departures.write();
    for (const part of parts)
      if (this.#handOverPart(lane, part)) pace.take();
      else this.#heard(lane, part, { outcome: 'not-sent' });
  }

  /** False when there is no room. */
  #handOverPart(lane: Lane, part: PartOfFlight): boolean {
    const hear = (outcome: PartOutcome): void => {
      this.#heard(lane, part, outcome);
      this.#options.answered();
    };
    return part.flight.handover?.send(part.k, hear) ?? true;
  }

  #heard(lane: Lane, part: PartOfFlight, outcome: PartOutcome): void {
    switch (outcome.outcome) {
      case 'accepted':
        return this.#accepted(lane, part, outcome.carrierId);
      case 'not-sent':
        return this.#again(lane, part, { afterMs: 0, isElsewhere: false });
      case 'in-doubt':
        return this.#options.outcomes.end(part.flight, { state: 'unknown' });
      case 'refused':
        return this.#refused(lane, part, outcome);
      default:
        outcome satisfies never;
    }
  }

  #refused(lane: Lane, part: PartOfFlight, refusal: Extract<PartOutcome, { outcome: 'refused' }>): void {
    const { flight } = part;
    const now = this.#options.now();
    const received = { answer: ANSWER_OF[refusal.class], jitter: Math.random() };
    const judgement = judgeAnswer(flight.course, received, now);
    if (judgement.outcome === 'retries') {
      flight.course = judgement.course;
      const wait = judgement.at - now;
      const afterMs = refusal.class === 'slow-down' ? Math.min(BUSY_MS, wait) : wait;
      return this.#again(lane, part, { afterMs, isElsewhere: judgement.otherRoute });
    }
    const error = { code: refusal.code, text: `The carrier refused the text (${refusal.code}).` };
    this.#options.outcomes.end(flight, { state: judgement.state, error });
  }

  /** `isElsewhere`: the text has been refused by this carrier often enough, and goes by another that may carry it. */
  #again(
    lane: Lane,
    { flight, k }: PartOfFlight,
    { afterMs, isElsewhere }: { afterMs: number; isElsewhere: boolean },
  ): void {
    if (flight.settled) return;
    this.#options.departures.returned(flight.work.id, { index: flight.index, k });
    setTimeout(() => {
      (flight.again ??= []).push(k);
      const isMoved = (isElsewhere || !lane.isUp) && this.#isMoved(flight, lane);
      // A text that is still in the queue has parts that were never handed over, or waits with others of its parts.
      if (!isMoved && flight.next > flight.parts && flight.again.length === 1) lane.ready.push(flight);
      this.#options.pump();
    }, afterMs);
  }

  #accepted(lane: Lane, part: PartOfFlight, carrierId: string): void {
    const { flight, k } = part;
    const { work, index, parts } = flight;
    this.#options.departures.answered(work.id, { index, k, by: lane.name }, carrierId);
    flight.accepted++;
    const whole = flight.accepted === parts;
    if (whole) flight.handover = null;
    // What a receipt of a text of one part is of, its id says.
    if (whole && parts === 1) work.flights[index] = undefined;
    if (!flight.settled) {
      if (whole) this.#options.outcomes.landed(flight);
      const answer = { index, state: whole ? 'sent' : 'submitted', ...partOf(k, parts), carrierId } as const;
      this.#options.outcomes.tell(work, lane.name === null ? answer : { ...answer, connector: lane.name });
    }
    this.#options.receipts.await(lane, carrierId, { work, index, k });
  }
}
