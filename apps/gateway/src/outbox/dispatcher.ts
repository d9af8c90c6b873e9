import type { Leave, TextClass } from '@smseal/policy';
import type { Id, TextEvent } from '@smseal/protocol';
import type { Connector } from '../connector/connector.ts';
import type { SegmentPace } from '../limit/segment-pace.ts';
import type { DepartureNotes } from '../departure/departure-log.ts';
import type { Departures } from '../departure/departure-records.ts';
import { isStillHere, untoldAnswers } from '../departure/untold-answers.ts';
import type { BatchWork, Reservation } from './batch-work.ts';
import { HandOver } from './hand-over.ts';
import type { Lane } from './lane.ts';
import { Lanes } from './lanes.ts';
import { Outcomes } from './outcomes.ts';
import { classOf } from './priorities.ts';
import { Receipts } from './receipts.ts';
import { takeUp } from './take-up.ts';
import { WorkQueue, type Share } from './work-queue.ts';

export interface DispatcherOptions {
  /** The ways out, in the order of the settings. */
  connectors: readonly Connector[];
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

/** What a reservation holds: its room, and the lane of each sender's texts where there are several. */
interface Held {
  rooms: readonly { lane: Lane; texts: number }[];
  /** Absent where there is only one. */
  lanes?: ReadonlyMap<string | null, Lane>;
}

/**
 * Hands texts to connectors: by priority, then age, each by the lane that its sender's route leads to. As many as a lane has
 * room for are cleared first, with their watermark durable, and only then leave; so after a crash it is known exactly which
 * texts are in doubt, and they are few.
 */
export class Dispatcher {
  /** What comes back of texts that left. */
  readonly receipts: Receipts;
  readonly #options: DispatcherOptions;
  readonly #lanes: Lanes;
  readonly #outcomes: Outcomes;
  readonly #handOver: HandOver;
  readonly #queue: WorkQueue;
  readonly #reserved = new Map<Reservation, Held>();
  #looks = 0;
  #paused = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { now, told, isTakenUp, safe, mayLeave, counted, pace, departures } = options;
    const lanes = new Lanes(options);
    const outcomes = new Outcomes({ now, told });
    this.receipts = new Receipts({ lanes, outcomes, isTakenUp, safe, now });
    this.#handOver = new HandOver({
      lanes,
      outcomes,
      receipts: this.receipts,
      mayLeave,
      counted,
      pace,
      departures,
      // The connector tells of room only to who was refused; an answer makes room for texts not yet cleared.
      answered: () => {
        if (this.#queue.shares.length > 0) this.#clear();
      },
      pump: () => this.pump(),
      now,
    });
    this.#lanes = lanes;
    this.#outcomes = outcomes;
    this.#queue = new WorkQueue(lanes.sole === null);
  }

  /** Texts that have not left, at most. */
  get inHand(): number {
    return this.#queue.inHand;
  }

  /** Batches whose texts have not all left. */
  get batches(): number {
    return this.#queue.batches;
  }

  /** Batches whose texts have not all left, the most urgent first. */
  get waiting(): BatchWork[] {
    return this.#queue.works;
  }

  /** Whether a connector has room for texts, and none of those that wait may go by it. */
  get isIdle(): boolean {
    if (this.#paused || this.#lanes.sole !== null) return false;
    const wanted = new Set(this.#queue.shares.flatMap(({ from }) => this.#lanes.waysFor(from)));
    return this.#lanes.all.some((lane) => lane.isUp && !wanted.has(lane) && lane.room > 0);
  }

  /** The connector by which a sender's texts go now, or would go once it is up. */
  connectorFor(from: string | null): Connector {
    return this.#lanes.likely(from).connector;
  }

  /** Somebody has texted a number by a connector. */
  heard(to: string, connector: string): void {
    this.#lanes.heard(to, connector);
  }

  /** A connection came or went: what has not left by one that is lost may leave by another. */
  changed(): void {
    this.#lanes.renew();
    for (const lane of this.#lanes.all) if (!lane.isUp) this.#handOver.leave(lane);
    this.expire();
    this.pump();
  }

  /** Ends what was cleared, and has waited for a connection until its time ran out. */
  expire(): void {
    this.#handOver.expire();
  }

  add(work: BatchWork): void {
    this.#queue.add(work);
    this.pump();
  }

  /** Takes a batch out again: what has left stays under way. */
  remove(batch: Id): void {
    this.#queue.remove(batch);
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    if (!paused) this.pump();
  }

  /** Goes on as far as there is room. */
  pump(): void {
    if (this.#paused) return;
    this.#handOver.run();
    this.#clear();
  }

  /**
   * Takes up what an earlier life told of a batch, and what it noted here and did not come to tell. Texts that were cleared
   * and are noted not to have left go on; those of which nobody knows whether they left are told to be in doubt.
   */
  remember(work: BatchWork, told: readonly TextEvent[], noted: Departures | null): void {
    const untold = noted === null ? [] : untoldAnswers(noted, told);
    const events = [...told, ...untold.map((event) => this.#outcomes.tell(work, event))];
    const { expected, inDoubt } = takeUp(work, events);
    if (noted !== null) this.#options.departures.begin(work.id);
    for (const index of inDoubt)
      if (noted !== null && isStillHere(noted, index)) this.#prepare(work, index);
      else this.#outcomes.tell(work, { index, state: 'unknown' });
    for (const one of expected) this.receipts.expect(one);
    this.stored(work);
  }

  /** Expects receipts of what another gateway of the pool has sent, and may still be sending more of. */
  adopt(work: BatchWork, events: readonly TextEvent[]): void {
    for (const one of takeUp(work, events).expected) this.receipts.expect(one);
  }

  /**
   * Makes room for texts that are cleared by the call that commits them; false when they have to wait their turn. The
   * caller says afterwards that they were {@link cleared}, or gives the room back.
   */
  reserve(reservation: Reservation): boolean {
    const { allowed, departures } = this.#options;
    const total = totalOf(reservation);
    const held = this.#paused ? null : this.#hold(reservation, total);
    if (held === null) return false;
    // Classes share what is allowed of a day: each has to be within what is left for it beside the others.
    for (const [priority] of reservation.texts) if (allowed(classOf(priority)) < total) return false;
    for (const batch of reservation.batches) departures.begin(batch);
    for (const { lane, texts } of held.rooms) lane.clearing += texts;
    this.#reserved.set(reservation, held);
    this.#options.counted(total);
    return true;
  }

  /** Room for a reservation's texts on lanes that no waiting text may have; null where some have to wait. */
  #hold(reservation: Reservation, total: number): Held | null {
    const lane = this.#lanes.sole;
    if (lane !== null) {
      if (this.#queue.shares.length > 0 || !lane.isUp || !hasRoom(lane, total)) return null;
      return { rooms: [{ lane, texts: total }] };
    }
    const wanted = new Set(this.#queue.shares.flatMap(({ from }) => this.#lanes.waysFor(from)));
    const lanes = new Map<string | null, Lane>();
    const rooms = new Map<Lane, number>();
    for (const [from, texts] of reservation.senders()) {
      const ways = this.#lanes.waysFor(from);
      const way = ways.find((lane) => !wanted.has(lane) && hasRoom(lane, texts + (rooms.get(lane) ?? 0)));
      if (way === undefined) return null;
      lanes.set(from, way);
      rooms.set(way, texts + (rooms.get(way) ?? 0));
    }
    return { rooms: Array.from(rooms, ([lane, texts]) => ({ lane, texts })), lanes };
  }

  /** Gives back what was reserved. */
  release(reservation: Reservation): void {
    this.cleared([], reservation);
  }

  /** Batches whose texts were cleared by the call that committed them leave now; `reserved` was for them. */
  cleared(works: readonly BatchWork[], reserved: Reservation): void {
    const total = totalOf(reserved);
    const held = this.#reserved.get(reserved);
    this.#reserved.delete(reserved);
    for (const { lane, texts } of held?.rooms ?? []) {
      lane.learn();
      lane.clearing -= texts;
    }
    let leaving = 0;
    for (const work of works.toSorted((a, b) => a.priority - b.priority))
      for (let index = 0; index < work.texts.length; index++)
        if (work.states[index] === 'submitted') {
          this.#prepare(work, index, held?.lanes);
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

  /** Clears texts up to what the windows take: the more urgent and older first, each by the best way that has room. */
  #clear(): void {
    if (this.#paused) return;
    const { shares } = this.#queue;
    const look = ++this.#looks;
    for (let place = 0; place < shares.length;) {
      const share = shares[place];
      if (share === undefined) return;
      if (share.isEmpty) {
        this.#drop(share);
        continue;
      }
      const { work } = share;
      const allowed = this.#options.allowed(classOf(work.priority));
      const lane = allowed > 0 ? this.#laneWithRoom(share, look) : null;
      if (lane === null) {
        if (allowed > 0 && (this.#lanes.sole !== null || this.#lanes.all.every((one) => one.fullAt === look)))
          return;
        place++;
        continue;
      }
      const indexes = share.take(Math.min(lane.room, allowed));
      this.#options.counted(indexes.length);
      if (share.isEmpty) this.#drop(share);
      void this.#clearOne(lane, work, indexes);
    }
  }

  /**
   * The lane that texts of a share are cleared for next. One without room for them has none for less urgent ones either,
   * during the same look: what they left would never be enough.
   */
  #laneWithRoom(share: Share, look: number): Lane | null {
    for (const lane of this.#lanes.waysFor(share.from)) {
      if (lane.fullAt === look) continue;
      if (lane.isUp && lane.room >= lane.least(share.remaining)) return lane;
      lane.fullAt = look;
    }
    return null;
  }

  /** Nothing of a share has to leave any more. */
  #drop(share: Share): void {
    this.#queue.drop(share);
    if (!share.work.hasLeft) return;
    this.remove(share.work.id);
    this.#options.left(share.work);
  }

  async #clearOne(lane: Lane, work: BatchWork, indexes: readonly number[]): Promise<void> {
    lane.clearing += indexes.length;
    work.clearing += indexes.length;
    try {
      this.#options.departures.begin(work.id);
      await this.#options.watermark(work, indexes);
      lane.learn();
      for (const index of indexes) this.#handOver.prepare(work, index, lane);
    } catch {
      // The lease is lost or this gateway is ending: nothing of these has left, and they go back with the batch.
      this.#options.counted(-indexes.length);
      if (work.underWay === 0 && work.clearing === indexes.length) this.#options.departures.end(work.id);
    } finally {
      lane.clearing -= indexes.length;
      work.clearing -= indexes.length;
    }
    if (!lane.isUp) this.#handOver.leave(lane);
    this.pump();
  }

  /** A text was cleared without a lane, or by a call for which `lanes` were held. */
  #prepare(work: BatchWork, index: number, lanes?: Held['lanes']): void {
    const { sole } = this.#lanes;
    if (sole !== null) return this.#handOver.prepare(work, index, sole);
    const from = work.texts[index]?.from ?? null;
    const held = lanes?.get(from);
    this.#handOver.prepare(work, index, held?.isUp ? held : this.#lanes.likely(from));
  }
}

function totalOf({ texts }: Reservation): number {
  let total = 0;
  for (const count of texts.values()) total += count;
  return total;
}

/** Whether a lane has room for so many more texts; one whose window stands empty for want of it makes more. */
function hasRoom(lane: Lane, texts: number): boolean {
  if (lane.room >= texts) return true;
  if (lane.isStarved) lane.widen();
  return false;
}
