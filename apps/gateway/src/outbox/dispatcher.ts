import { judgeAnswer, type CarrierAnswer, type Leave, type TextClass } from '@smseal/policy';
import type { Id, TextEvent } from '@smseal/protocol';
import type { CarrierReceipt, Connector, PartOutcome, RefusalClass } from '../connector/connector.ts';
import type { SegmentPace } from '../limit/segment-pace.ts';
import { Fifo } from '../queue/fifo.ts';
import type { DepartureNotes } from '../departure/departure-log.ts';
import type { Departures } from '../departure/departure-records.ts';
import { isStillHere, untoldAnswers } from '../departure/untold-answers.ts';
import type { BatchWork, Reservation } from './batch-work.ts';
import { CarrierIds, EARLY_MS } from './carrier-ids.ts';
import { InstantWriter } from './instant-writer.ts';
import { nextPart, notePart, partOf, type Flight, type PartOfFlight } from './flight.ts';
import type { PartPlace } from './part-table.ts';
import { takeUp } from './take-up.ts';

export interface DispatcherOptions {
  connector: Connector;
  /** Whether everything that a former life left has been taken up. */
  isTakenUp: () => boolean;
  /** Whether no other gateway could take over, which would not know what left of what was cleared. */
  isAlone: boolean;
  /** ms since 1970. */
  now: () => number;
  /**
   * Makes it durable that these texts are about to leave. What is under way when this gateway dies is exactly what this
   * was told and no segment has settled.
   */
  watermark: (work: BatchWork, indexes: readonly number[]) => Promise<void>;
  /** Whether a text may leave now; asked where it leaves. */
  mayLeave: (text: { to: string; class: TextClass; expires: number }) => Leave;
  /** How many texts of a class may be cleared now; 0 while they have to wait. */
  allowed: (textClass: TextClass) => number;
  /** So many texts are cleared; negative for those of them that did not leave after all. */
  counted: (texts: number) => void;
  /** Over all connectors; `pump` when it has room again. */
  pace: Pick<SegmentPace, 'available' | 'take'>;
  /** Notes what leaves, before it leaves. */
  departures: DepartureNotes;
  /** Something is to be told of a batch. */
  told: (work: BatchWork, event: TextEvent) => void;
  /** Resolves once the server has what was told of a batch. */
  safe: (work: BatchWork) => Promise<void>;
  /** No text of the batch has to leave any more. */
  left: (work: BatchWork) => void;
}

/** What a refusal means to the policy; a carrier's own code is taken at its word. */
const ANSWER_OF = {
  'slow-down': 'slow-down',
  temporary: 'temporary',
  session: 'session',
  permanent: 'permanent',
  unknown: 'permanent',
} as const satisfies Record<RefusalClass, CarrierAnswer>;

/**
 * Texts that are cleared beyond what the window holds: an eighth of it, and up to so many while that is too few; in a pool
 * at most a window, since another gateway that takes over knows no more than what was cleared.
 */
const LEAST_AHEAD = 1 / 8;
const MOST_AHEAD = 4_000;
/** How long a receipt that nobody knows is not answered for, because its text's answer may be on its way, ms. */
const EARLY_ANSWER_MS = 5_000;
/** A carrier that is too busy is asked again this soon: its connector keeps the pace, so the text need not wait long. */
const BUSY_MS = 1_000;

/**
 * Hands texts to one connector: by priority, then age. A window of texts is cleared first, with its watermark durable,
 * and only then leaves; so after a crash it is known exactly which texts are in doubt, and they are few.
 */
export class Dispatcher {
  readonly ids = new CarrierIds();
  readonly #options: DispatcherOptions;
  readonly #works: BatchWork[] = [];
  /** Cleared texts with parts to hand over, in order. */
  readonly #ready = new Fifo<Flight>();
  readonly #instant = new InstantWriter();
  #clearing = 0;
  #ahead: number;
  #paused = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#ahead = this.#leastAhead;
  }

  /** Texts that have not left, at most. */
  get inHand(): number {
    return this.#works.reduce((sum, work) => sum + work.remaining, 0);
  }

  /** Batches whose texts have not all left. */
  get batches(): number {
    return this.#works.length;
  }

  add(work: BatchWork): void {
    const at = this.#works.findIndex((other) => other.priority > work.priority);
    this.#works.splice(at < 0 ? this.#works.length : at, 0, work);
    this.pump();
  }

  /** Takes a batch out again: what has left stays under way. */
  remove(batch: Id): void {
    const at = this.#works.findIndex(({ id }) => id === batch);
    if (at >= 0) this.#works.splice(at, 1);
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    if (!paused) this.pump();
  }

  /** Lets go of texts that expired long ago and of which no receipt has come. */
  sweep(): void {
    this.ids.forget(this.#options.now() - EARLY_MS);
  }

  /** Goes on as far as there is room. */
  pump(): void {
    this.#handOver();
    this.#clear();
  }

  /**
   * A receipt of the carrier: of a text under way, or one that overtook its answer. Resolves once what it says is safe with
   * the server, so that the carrier brings it again when this gateway dies before.
   */
  async receipt(receipt: CarrierReceipt): Promise<void> {
    const found = this.ids.find(receipt);
    if (found !== null) return this.#settle(found.id, found.part, receipt);
    const settled = this.ids.settledOf(receipt);
    // Brought again because it was not answered for: what it said may not be safe yet.
    if (settled !== null) return this.#options.safe(settled);
    await new Promise<void>((resolve, reject) => {
      // A receipt of what this gateway never sent would be brought again for ever. While what a former life left is still
      // being taken up, it may be of that, and answered for it would be lost with another kill.
      const late = setInterval(() => {
        if (!this.#options.isTakenUp()) return;
        clearInterval(late);
        resolve();
      }, EARLY_ANSWER_MS);
      const found = (safe: Promise<void>): void => {
        clearInterval(late);
        safe.then(resolve, reject);
      };
      this.ids.keep({ receipt, at: this.#options.now(), found });
    });
  }

  /**
   * Takes up what an earlier life told of a batch, and what it noted here and did not come to tell. Texts that were cleared
   * and are noted not to have left go on; those of which nobody knows whether they left are told to be in doubt.
   */
  remember(work: BatchWork, told: readonly TextEvent[], noted: Departures | null): void {
    const untold = noted === null ? [] : untoldAnswers(noted, told);
    const events = [...told, ...untold.map((event) => this.#tell(work, event))];
    const { expected, inDoubt } = takeUp(work, events);
    if (noted !== null) this.#options.departures.begin(work.id);
    for (const index of inDoubt)
      if (noted !== null && isStillHere(noted, index)) this.#prepare(work, index);
      else this.#tell(work, { index, state: 'unknown' });
    for (const { carrierId, part } of expected) this.expect(carrierId, part);
    this.stored(work);
  }

  /** Expects receipts of what another gateway of the pool has sent, and may still be sending more of. */
  adopt(work: BatchWork, events: readonly TextEvent[]): void {
    for (const { carrierId, part } of takeUp(work, events).expected) this.expect(carrierId, part);
  }

  /**
   * Makes room for texts that are cleared by the call that commits them; false when they have to wait their turn. The
   * caller says afterwards that they were {@link cleared}, or gives the room back.
   */
  reserve(reservation: Reservation): boolean {
    const { connector, allowed, departures } = this.#options;
    if (this.#paused || this.#works.length > 0 || connector.state.state !== 'bound') return false;
    const total = totalOf(reservation);
    if (this.#room < total) {
      if (this.#isStarved) this.#clearFurther(2);
      return false;
    }
    // Classes share what is allowed of a day: each has to be within what is left for it beside the others.
    for (const [priority] of reservation.texts) if (allowed(classOf(priority)) < total) return false;
    for (const batch of reservation.batches) departures.begin(batch);
    this.#clearing += total;
    this.#options.counted(total);
    return true;
  }

  /** Gives back what was reserved. */
  release(reservation: Reservation): void {
    this.cleared([], reservation);
  }

  /** Batches whose texts were cleared by the call that committed them leave now; `reserved` was for them. */
  cleared(works: readonly BatchWork[], reserved: Reservation): void {
    const total = totalOf(reserved);
    this.#learn();
    this.#clearing -= total;
    let leaving = 0;
    for (const work of works.toSorted((a, b) => a.priority - b.priority))
      for (let index = 0; index < work.texts.length; index++)
        if (work.states[index] === 'submitted') {
          this.#prepare(work, index);
          leaving++;
        }
    const taken = new Set(works.map(({ id }) => id));
    for (const batch of reserved.batches) if (!taken.has(batch)) this.#options.departures.end(batch);
    this.#options.counted(leaving - total);
    this.pump();
  }

  /** The server has what was told of a batch so far. */
  stored(work: BatchWork): void {
    const isOver = work.clearing === 0 && work.underWay === 0 && work.events.length === 0 && work.hasLeft;
    if (isOver) this.#options.departures.end(work.id);
  }

  /** Clears texts up to what the window takes. */
  #clear(): void {
    const { connector } = this.#options;
    const most = connector.window + this.#ahead;
    while (!this.#paused && connector.state.state === 'bound') {
      const work = this.#next();
      if (work === undefined) return;
      const room = this.#room;
      if (room < this.#least(work, most)) return;
      const indexes = takeIndexes(work, Math.min(room, this.#options.allowed(classOf(work.priority))));
      this.#options.counted(indexes.length);
      if (work.hasLeft) {
        this.remove(work.id);
        this.#options.left(work);
      }
      if (indexes.length > 0) void this.#clearOne(work, indexes);
    }
  }

  /** Parts that may be handed over now. */
  #capacity(): number {
    return Math.min(this.#options.connector.capacity(), this.#options.pace.available());
  }

  /**
   * A watermark costs a round trip, so it is set for a good part of what may be in doubt, or for all that is left; but
   * never for more than a window has room for that stays full, because its carrier is slow or the pace is.
   */
  #least(work: BatchWork, most: number): number {
    return Math.min(work.remaining, Math.ceil(most / 4), this.#ahead);
  }

  /** The batch whose turn it is; those of a class that has to wait are passed over. */
  #next(): BatchWork | undefined {
    return this.#works.find(({ priority }) => this.#options.allowed(classOf(priority)) > 0);
  }

  async #clearOne(work: BatchWork, indexes: readonly number[]): Promise<void> {
    this.#clearing += indexes.length;
    work.clearing += indexes.length;
    try {
      this.#options.departures.begin(work.id);
      await this.#options.watermark(work, indexes);
      this.#learn();
      for (const index of indexes) this.#prepare(work, index);
    } catch {
      // The lease is lost or this gateway is ending: nothing of these has left, and they go back with the batch.
      this.#options.counted(-indexes.length);
      if (work.underWay === 0 && work.clearing === indexes.length) this.#options.departures.end(work.id);
    } finally {
      this.#clearing -= indexes.length;
      work.clearing -= indexes.length;
    }
    this.pump();
  }

  /** How many more texts may be cleared. */
  get #room(): number {
    const { window } = this.#options.connector;
    const unanswered = window - this.#capacity();
    return window + this.#ahead - unanswered - this.#ready.size - this.#clearing;
  }

  get #leastAhead(): number {
    return Math.ceil(this.#options.connector.window * LEAST_AHEAD);
  }

  /** A window that stood empty while its watermark was on its way needs more texts cleared ahead; one that did not, fewer. */
  #learn(): void {
    this.#clearFurther(this.#isStarved ? 2 : 0.95);
  }

  #clearFurther(factor: number): void {
    const { isAlone, connector } = this.#options;
    const most = isAlone ? MOST_AHEAD : Math.min(MOST_AHEAD, connector.window);
    this.#ahead = Math.min(most, Math.max(this.#leastAhead, Math.floor(this.#ahead * factor)));
  }

  get #isStarved(): boolean {
    return this.#ready.size === 0 && this.#capacity() > this.#ahead / 8;
  }

  #prepare(work: BatchWork, index: number): void {
    const text = work.texts[index];
    if (text === undefined) return;
    const to = text.to[0] ?? '';
    const leave = this.#options.mayLeave({ to, class: classOf(work.priority), expires: work.expires });
    if (!leave.leave && (leave.why === 'expired' || leave.why === 'suppressed')) {
      this.#options.counted(-1);
      const error = { code: 'suppressed', text: 'The recipient asked for no more texts.' };
      return this.#end(
        { work, index },
        leave.why === 'expired' ? { state: 'expired' } : { state: 'failed', error },
      );
    }
    try {
      const handover = this.#options.connector.open({
        to,
        from: text.from ?? null,
        text: text.text,
        expires: work.expires,
      });
      const flight: Flight = {
        work,
        index,
        parts: handover.parts,
        handover,
        next: 1,
        again: null,
        accepted: 0,
        delivered: 0,
        course: work.course,
        settled: false,
      };
      work.flights[index] = flight;
      work.underWay++;
      work.forget(index);
      this.#ready.push(flight);
    } catch {
      this.#options.counted(-1);
      this.#end(
        { work, index },
        { state: 'failed', error: { code: 'not-encodable', text: 'This text cannot be carried.' } },
      );
    }
  }

  /** Hands over as many parts as there is room for; whoever is told that there is none is told when there is again. */
  #handOver(): void {
    while (!this.#paused && this.#ready.size > 0) {
      const room = this.#capacity();
      if (room < 1) return;
      this.#handOverParts(room);
    }
  }

  /** What leaves is noted before any of it does. */
  #handOverParts(room: number): void {
    const { departures, pace } = this.#options;
    const parts: PartOfFlight[] = [];
    for (let flight = this.#ready.peek(); flight && parts.length < room; flight = this.#ready.peek()) {
      const k = nextPart(flight);
      if (k === null) {
        this.#ready.shift();
        continue;
      }
      notePart(flight);
      parts.push({ flight, k });
      departures.leaving(flight.work.id, { index: flight.index, k, n: flight.parts });
    }
    departures.write();
    for (const { flight, k } of parts)
      if (this.#handOverPart(flight, k)) pace.take();
      else this.#heard(flight, k, { outcome: 'not-sent' });
  }

  /** False when there is no room. */
  #handOverPart(flight: Flight, k: number): boolean {
    const hear = (outcome: PartOutcome): void => {
      this.#heard(flight, k, outcome);
      // The connector tells of room only to who was refused; an answer makes room for texts not yet cleared.
      if (this.#works.length > 0) this.#clear();
    };
    return flight.handover?.send(k, hear) ?? true;
  }

  #heard(flight: Flight, k: number, outcome: PartOutcome): void {
    switch (outcome.outcome) {
      case 'accepted':
        return this.#accepted(flight, k, outcome.carrierId);
      case 'not-sent':
        return this.#again(flight, k, 0);
      case 'in-doubt':
        return this.#end(flight, { state: 'unknown' });
      case 'refused':
        return this.#refused(flight, k, outcome);
      default:
        outcome satisfies never;
    }
  }

  #refused(flight: Flight, k: number, refusal: Extract<PartOutcome, { outcome: 'refused' }>): void {
    const now = this.#options.now();
    const received = { answer: ANSWER_OF[refusal.class], jitter: Math.random() };
    const judgement = judgeAnswer(flight.course, received, now);
    if (judgement.outcome === 'retries') {
      flight.course = judgement.course;
      const wait = judgement.at - now;
      return this.#again(flight, k, refusal.class === 'slow-down' ? Math.min(BUSY_MS, wait) : wait);
    }
    const error = { code: refusal.code, text: `The carrier refused the text (${refusal.code}).` };
    this.#end(flight, { state: judgement.state, error });
  }

  #again(flight: Flight, k: number, afterMs: number): void {
    if (flight.settled) return;
    this.#options.departures.returned(flight.work.id, { index: flight.index, k });
    setTimeout(() => {
      (flight.again ??= []).push(k);
      // A text that is still in the queue has parts that were never handed over, or waits with others of its parts.
      if (flight.next > flight.parts && flight.again.length === 1) this.#ready.push(flight);
      this.pump();
    }, afterMs);
  }

  #accepted(flight: Flight, k: number, carrierId: string): void {
    const { work, index, parts } = flight;
    this.#options.departures.answered(work.id, { index, k }, carrierId);
    flight.accepted++;
    const whole = flight.accepted === parts;
    if (whole) flight.handover = null;
    // What a receipt of a text of one part is of, its id says.
    if (whole && parts === 1) work.flights[index] = undefined;
    if (!flight.settled) {
      if (whole) this.#landed(flight);
      this.#tell(work, { index, state: whole ? 'sent' : 'submitted', ...partOf(k, parts), carrierId });
    }
    this.expect(carrierId, { work, index, k });
  }

  /** A receipt will come under this id, or has come already. */
  expect(carrierId: string, part: PartPlace): void {
    const early = this.ids.put(carrierId, part);
    if (early !== null) early.found(this.#settle(carrierId, part, early.receipt));
  }

  /** Another gateway of the pool was told that one part of a long text has arrived. */
  arrived({ work, index }: Flight): void {
    const flight = work.flights[index];
    if (flight === undefined || ++flight.delivered < flight.parts) return;
    work.flights[index] = undefined;
    this.#tell(work, { index, state: 'delivered' });
  }

  /** Resolves once what the receipt says is safe. */
  async #settle(id: string, { work, index, k }: PartPlace, receipt: CarrierReceipt): Promise<void> {
    if (receipt.state === 'sent') return;
    this.ids.settle(id, receipt.carrierId, work);
    if (!work.isExpected(index)) return this.#options.safe(work);
    const flight = work.flights[index];
    const parts = flight?.parts ?? 1;
    const written = {
      ...partOf(k, parts),
      ...(receipt.raw === null ? {} : { receipt: receipt.raw }),
    };
    if (receipt.state === 'delivered') {
      if (flight !== undefined && ++flight.delivered < parts) {
        // So that another life of this gateway need not wait for what has come.
        const part = { k, n: parts };
        const { raw } = receipt;
        this.#tell(work, { index, state: work.states[index] ?? 'sent', part, receipt: raw ?? '' });
      } else {
        work.flights[index] = undefined;
        this.#tell(work, { index, state: 'delivered', ...written });
      }
      return this.#options.safe(work);
    }
    const delivered = flight?.delivered ?? 0;
    const arrived = delivered > 0 ? `: ${delivered} of ${parts} parts arrived` : '';
    const text = `The carrier could not deliver the text${arrived}.`;
    const error = { code: receipt.code ?? receipt.state, text };
    const place = { work, index };
    this.#end(place, { state: receipt.state, ...(receipt.state === 'failed' ? { error } : {}), ...written });
    return this.#options.safe(work);
  }

  /** A text's last word, so far as this gateway will speak of it. */
  #end(
    { work, index }: Pick<Flight, 'work' | 'index'>,
    event: Pick<TextEvent, 'state' | 'part' | 'error' | 'receipt'>,
  ): void {
    const flight = work.flights[index];
    if (flight) this.#landed(flight);
    if (event.state !== 'unknown' || flight?.parts === 1) work.flights[index] = undefined;
    this.#tell(work, { index, ...event });
  }

  /** Nothing more leaves of a text. */
  #landed(flight: Flight): void {
    if (flight.settled) return;
    flight.settled = true;
    flight.work.underWay--;
  }

  #tell(work: BatchWork, event: Omit<TextEvent, 'at'>): TextEvent {
    const told = { ...event, at: this.#instant.at(this.#options.now()) };
    work.tell(told);
    this.#options.told(work, told);
    return told;
  }
}

function totalOf({ texts }: Reservation): number {
  let total = 0;
  for (const count of texts.values()) total += count;
  return total;
}

/** What a batch's texts are for, as its priority says. */
function classOf(priority: number): TextClass {
  if (priority === 0) return 'one-time-code';
  return priority >= 9 ? 'marketing' : 'transactional';
}

/** The next texts of a batch, taken: they count as handed over from now on. */
function takeIndexes(work: BatchWork, most: number): number[] {
  const taken: number[] = [];
  while (taken.length < most) {
    const index = work.peek();
    if (index === null) break;
    work.states[index] = 'submitted';
    taken.push(index);
  }
  return taken;
}
