import type { WebhookEvent } from '@smseal/protocol';
import { Fifo } from '../queue/fifo.ts';
import type { OctetBudget } from './octet-budget.ts';
import type { WebhookClock } from './webhook-clock.ts';
import type { PreparedEvent } from './webhook-event.ts';

/** An event on its way to one endpoint. */
export interface Delivery {
  readonly event: PreparedEvent;
  /** When it was queued, ms since 1970. */
  readonly since: number;
  attempts: number;
}

/** The events of one message that wait, in order; the first one is tried, the others wait for it. */
export interface Lane {
  readonly message: string;
  readonly deliveries: Delivery[];
  state: 'ready' | 'taken' | 'delayed';
  /** When it is ready again, ms since 1970, while delayed. */
  readyAt: number;
  cancel: () => void;
}

export interface EventQueueOptions {
  clock: WebhookClock;
  budget: OctetBudget;
  /** Most events. */
  most: number;
  /** A delayed lane is ready again. */
  ready: () => void;
}

/** What one endpoint has still to be told: in order for each message, in any order between messages. */
export class EventQueue {
  readonly #options: EventQueueOptions;
  readonly #lanes = new Map<string, Lane>();
  /** In the order in which they became ready; may hold lanes that ended since, which are passed over. */
  readonly #ready = new Fifo<Lane>();
  #size = 0;
  #readyCount = 0;

  constructor(options: EventQueueOptions) {
    this.#options = options;
  }

  /** Events that wait or are under way. */
  get size(): number {
    return this.#size;
  }

  /** Whether anything could be tried now. */
  get hasReady(): boolean {
    return this.#readyCount > 0;
  }

  /** @returns false when there is no room; then the event is not queued. */
  push(event: PreparedEvent): boolean {
    const { clock, budget, most } = this.#options;
    if (this.#size >= most || !budget.take(event.octets)) return false;
    this.#size++;
    const delivery = { event, since: clock.now(), attempts: 0 };
    const lane = this.#lanes.get(event.message);
    if (lane === undefined) this.#open(delivery);
    else lane.deliveries.push(delivery);
    return true;
  }

  /** Ids of the events that wait or are under way. */
  ids(): Set<string> {
    const ids = new Set<string>();
    for (const { deliveries } of this.#lanes.values()) for (const { event } of deliveries) ids.add(event.id);
    return ids;
  }

  /** The next lane whose first event may be tried; it is the caller's until `finish`, `back` or `delay`. */
  take(): Lane | null {
    for (let lane = this.#ready.shift(); lane !== undefined; lane = this.#ready.shift()) {
      if (lane.state !== 'ready' || this.#lanes.get(lane.message) !== lane) continue;
      this.#readyCount--;
      lane.state = 'taken';
      return lane;
    }
    return null;
  }

  /** As `take`, and when nothing is ready, the lane that would be next. */
  takeSoonest(): Lane | null {
    const ready = this.take();
    if (ready !== null) return ready;
    let soonest: Lane | null = null;
    for (const lane of this.#lanes.values())
      if (lane.state === 'delayed' && (soonest === null || lane.readyAt < soonest.readyAt)) soonest = lane;
    if (soonest === null) return null;
    soonest.cancel();
    soonest.state = 'taken';
    return soonest;
  }

  /** The first event of a taken lane is done with. */
  finish(lane: Lane): void {
    this.#forget(lane.deliveries.shift());
    if (lane.deliveries.length > 0) this.#makeReady(lane);
    else this.#lanes.delete(lane.message);
  }

  /** A taken lane may be tried again at once. */
  back(lane: Lane): void {
    this.#makeReady(lane);
  }

  /** A taken lane may be tried again in `ms`. */
  delay(lane: Lane, ms: number): void {
    const { clock, ready } = this.#options;
    lane.state = 'delayed';
    lane.readyAt = clock.now() + ms;
    lane.cancel = clock.after(ms, () => {
      this.#makeReady(lane);
      ready();
    });
  }

  /** What was delayed may be tried now. */
  hasten(): void {
    for (const lane of this.#lanes.values()) {
      if (lane.state !== 'delayed') continue;
      lane.cancel();
      this.#makeReady(lane);
    }
  }

  /** Drops what was queued before `time` (ms since 1970) and is not under way. @returns how many. */
  expire(time: number): number {
    return this.#drop(({ since }) => since < time);
  }

  /** Drops events of other types that are not under way. @returns how many. */
  retain(types: readonly WebhookEvent[]): number {
    return this.#drop(({ event }) => !types.includes(event.type));
  }

  /** Drops everything that is not under way. @returns how many. */
  clear(): number {
    return this.#drop(() => true);
  }

  #open(delivery: Delivery): void {
    const { message } = delivery.event;
    const lane: Lane = { message, deliveries: [delivery], state: 'taken', readyAt: 0, cancel: () => {} };
    this.#lanes.set(message, lane);
    this.#makeReady(lane);
  }

  #makeReady(lane: Lane): void {
    lane.state = 'ready';
    this.#readyCount++;
    this.#ready.push(lane);
  }

  #drop(unwanted: (delivery: Delivery) => boolean): number {
    const before = this.#size;
    for (const lane of this.#lanes.values()) {
      const underWay = lane.state === 'taken' ? lane.deliveries.splice(0, 1) : [];
      const waiting = lane.deliveries.splice(0);
      for (const delivery of waiting) {
        if (unwanted(delivery)) this.#forget(delivery);
        else lane.deliveries.push(delivery);
      }
      lane.deliveries.unshift(...underWay);
      if (lane.deliveries.length > 0) continue;
      if (lane.state === 'ready') this.#readyCount--;
      lane.cancel();
      this.#lanes.delete(lane.message);
    }
    return before - this.#size;
  }

  #forget(delivery: Delivery | undefined): void {
    if (delivery === undefined) return;
    this.#size--;
    this.#options.budget.give(delivery.event.octets);
  }
}
