import type { DirectEvent, Id } from '@smseal/protocol';
import { DirectReceiver, SealError, sealDirect, type SealErrorCode } from '@smseal/seal';
import { alarmOf, type AlarmBell } from '../alarm/alarm.ts';
import type { ApiClient } from '../api/api-client.ts';
import type { Membership } from '../device/membership.ts';

/** Refusals that happen without anybody's fault: slow networks, and devices that come and go. */
const HARMLESS: ReadonlySet<SealErrorCode> = new Set<SealErrorCode>(['too-old', 'removed-device']);
const STALE: ReadonlySet<SealErrorCode> = new Set<SealErrorCode>(['unknown-device', 'not-permitted']);

export interface DirectExchangeOptions {
  api: ApiClient;
  membership: Membership;
  /** Hands an event to the relay; false when there is no connection. */
  relay: (event: DirectEvent) => boolean;
  bell: AlarmBell;
  /**
   * By which clock what comes in is judged. `later`: neither clock can lengthen a command's life; `corrected`: what is only
   * shown comes through on a machine whose clock is wrong.
   */
  clock: 'later' | 'corrected';
  /** An event that was opened and checked; its payload is of any shape. */
  heard: (payload: unknown, event: { id: Id; from: Id }) => void;
}

/** Seals direct events on their way out, and opens them on their way in, in order. */
export class DirectExchange {
  readonly #options: DirectExchangeOptions;
  readonly #receiver: DirectReceiver;
  #inward: Promise<void> = Promise.resolve();

  constructor(options: DirectExchangeOptions) {
    this.#options = options;
    const { membership } = options;
    this.#receiver = new DirectReceiver({ chain: () => membership.chain, me: membership.identity.keys });
  }

  /**
   * Sends to one device. Resolves to the event's id; null when there is no connection, for nothing is kept for later.
   * `lifeMs`: how long it is worth anything, at most two minutes.
   * @throws SealError as `sealDirect`.
   */
  async send(payload: unknown, { to, lifeMs }: { to: Id; lifeMs: number }): Promise<Id | null> {
    const { api, membership, relay } = this.#options;
    const now = api.clock.corrected();
    const { chain, identity } = membership;
    const event = await sealDirect({ chain, by: identity.keys, to, now, expires: now + lifeMs, payload });
    return relay(event) ? event.id : null;
  }

  /** Takes an event from the relay. */
  take(event: DirectEvent): Promise<void> {
    this.#inward = this.#inward.then(() => this.#take(event));
    return this.#inward;
  }

  async #take(event: DirectEvent): Promise<void> {
    const { api, membership, bell, heard } = this.#options;
    let payload: unknown;
    try {
      payload = await this.#open(event);
    } catch (error) {
      if (!(error instanceof SealError)) {
        if (!membership.removed)
          bell(alarmOf('live-refused', api.clock.own(), 'the chain could not be read'));
      } else if (!HARMLESS.has(error.code)) {
        bell(alarmOf('live-refused', api.clock.own(), error));
      }
      return;
    }
    heard(payload, event);
  }

  async #open(event: DirectEvent): Promise<unknown> {
    const { api, membership, clock } = this.#options;
    try {
      return await this.#receiver.open(event, api.clock[clock]());
    } catch (error) {
      // The author, or what it may, can be newer than the chain as known.
      if (!(error instanceof SealError) || !STALE.has(error.code)) throw error;
      await membership.refresh();
      return this.#receiver.open(event, api.clock[clock]());
    }
  }
}
