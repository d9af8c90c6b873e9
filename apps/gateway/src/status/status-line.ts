import { DirectExchange, type AlarmBell, type ApiClient, type Membership } from '@smseal/client';
import type { DirectEvent } from '@smseal/protocol';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';
import { StatusDesk } from './status-desk.ts';
import type { StatusReader } from './gateway-status.ts';

export interface StatusLineOptions {
  api: ApiClient;
  membership: Membership;
  bell: AlarmBell;
  /** Hands an event to the relay; false when there is no connection. */
  relay: (event: DirectEvent) => boolean;
  reader: StatusReader;
  webhooks: WebhookDesk;
  now: () => number;
}

/** What is told is worth nothing once the next is there; so long, so that slow networks bring it. */
const LIFE_MS = 30_000;

/** The line between a gateway and the devices that configure it: sealed and signed both ways, stored nowhere. */
export class StatusLine {
  readonly #exchange: DirectExchange;
  readonly #desk: StatusDesk;

  constructor({ reader, webhooks, now, ...options }: StatusLineOptions) {
    this.#desk = new StatusDesk({
      tell: async (word, to) => (await this.#exchange.send(word, { to, lifeMs: LIFE_MS })) !== null,
      read: (at) => reader.read(at),
      webhooks,
      now,
    });
    this.#exchange = new DirectExchange({
      ...options,
      clock: 'later',
      // A device that was removed meanwhile is told nothing.
      heard: (payload, event) => void this.#desk.heard(payload, event).catch(() => undefined),
    });
  }

  /** An event came over the relay. */
  take(event: DirectEvent): void {
    void this.#exchange.take(event);
  }

  stop(): void {
    this.#desk.stop();
  }
}
