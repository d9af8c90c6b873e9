import type { Webhook, WebhookEvent } from '@smseal/protocol';
import { Fifo } from '../queue/fifo.ts';
import { EVENT_LIFE_MS } from './retry-delay.ts';
import type { PreparedEvent } from './webhook-event.ts';

const MOST_EVENTS = 100_000;
const MOST_OCTETS = 64 * 1024 * 1024;

/** ms since 1970; `until` itself is outside. */
export interface Span {
  since: number;
  until: number;
}

/** Events that were told, for replays: those of the last 24 h, and no more than memory allows. */
export class EventMemory {
  readonly #events = new Fifo<{ event: PreparedEvent; since: number }>();
  #octets = 0;

  get size(): number {
    return this.#events.size;
  }

  /** `now` in ms. */
  keep(event: PreparedEvent, now: number): void {
    this.#events.push({ event, since: now });
    this.#octets += event.octets;
    while (this.#events.size > MOST_EVENTS || this.#octets > MOST_OCTETS) this.#drop();
  }

  /** Forgets what is too old. `now` in ms. */
  expire(now: number): void {
    for (let oldest = this.#events.peek(); oldest !== undefined; oldest = this.#events.peek()) {
      if (now - oldest.since < EVENT_LIFE_MS) return;
      this.#drop();
    }
  }

  /** Forgets what no endpoint wants any more. */
  retain(types: ReadonlySet<WebhookEvent>): void {
    this.#events.keep(({ event }) => types.has(event.type));
    this.#octets = 0;
    for (const { event } of this.#events) this.#octets += event.octets;
  }

  /** Events for a webhook that happened in a span, in the order in which they were told. */
  *between({ id, events }: Pick<Webhook, 'id' | 'events'>, { since, until }: Span): Generator<PreparedEvent> {
    const isFor = ({ type, only }: PreparedEvent): boolean =>
      events.includes(type) && (only === null || only === id);
    for (const { event } of this.#events)
      if (event.at >= since && event.at < until && isFor(event)) yield event;
  }

  #drop(): void {
    this.#octets -= this.#events.shift()?.event.octets ?? 0;
  }
}
