import { statusClass, type Content } from '@smseal/smpp';
import type { Clock } from './clock.ts';
import type { Line } from './line.ts';
import { Queue } from './queue.ts';

/** A deliver_sm on its way to a client. */
export interface Delivery {
  kind: 'receipt' | 'reply';
  content: Content<'deliver_sm'>;
}

const RETRY_MS = 1_000;
/** What waits for a client that is away; the oldest gives way. */
const MOST_WAITING = 100_000;

/**
 * What an account is to be given: kept while no client of it is there, sent again when a connection ended before its
 * answer or the client asked to be tried again.
 */
export class Mailbox {
  readonly #clock: Clock;
  readonly #onSent: (delivery: Delivery) => void;
  readonly #lines = new Set<Line<Delivery>>();
  readonly #waiting = new Queue<Delivery>();

  constructor(clock: Clock, onSent: (delivery: Delivery) => void) {
    this.#clock = clock;
    this.#onSent = onSent;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  attach(line: Line<Delivery>): void {
    this.#lines.add(line);
    this.pump();
  }

  detach(line: Line<Delivery>, unanswered: Delivery[]): void {
    this.#lines.delete(line);
    this.#waiting.unshift(unanswered);
    this.pump();
  }

  add(delivery: Delivery): void {
    if (this.#waiting.length === 0 && this.#send(delivery)) return;
    if (this.#waiting.length >= MOST_WAITING) this.#waiting.shift();
    this.#waiting.push(delivery);
  }

  /** Takes the client's answer. */
  settle(delivery: Delivery, status: number): void {
    const kind = statusClass(status);
    if (kind === 'temporary' || kind === 'slow-down') this.#clock.after(RETRY_MS, () => this.add(delivery));
  }

  /** Sends what waits, as far as there is room. */
  pump(): void {
    for (let next = this.#waiting.first; next !== undefined; next = this.#waiting.first) {
      if (!this.#send(next)) return;
      this.#waiting.shift();
    }
  }

  #send(delivery: Delivery): boolean {
    for (const line of this.#lines) {
      if (!line.hasRoom) continue;
      line.deliver(delivery.content, delivery);
      this.#onSent(delivery);
      return true;
    }
    return false;
  }
}
