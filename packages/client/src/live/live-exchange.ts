import type { Id, LiveEvent, LivePayload } from '@smseal/protocol';
import { LiveReceiver, SealError, sealLive, type SealErrorCode } from '@smseal/seal';
import { alarmOf, type AlarmBell } from '../alarm/alarm.ts';
import type { ApiClient } from '../api/api-client.ts';
import type { Membership } from '../device/membership.ts';
import type { SequenceStore } from '../sequence/sequence-store.ts';
import type { LiveConnection } from './live-connection.ts';

/** Refusals that happen without anybody's fault: slow networks, and events that cross a new epoch or device. */
const HARMLESS: ReadonlySet<SealErrorCode> = new Set<SealErrorCode>([
  'too-old',
  'unknown-epoch',
  'removed-device',
]);
const STALE: ReadonlySet<SealErrorCode> = new Set<SealErrorCode>(['unknown-device', 'unknown-epoch']);

export interface LiveExchangeOptions {
  api: ApiClient;
  membership: Membership;
  sequence: SequenceStore;
  connection: LiveConnection;
  bell: AlarmBell;
  /** An event that was opened and checked. */
  heard: (payload: LivePayload, from: Id) => void;
}

/** Seals live events on their way out and opens them on their way in, in order. */
export class LiveExchange {
  readonly #options: LiveExchangeOptions;
  readonly #receiver: LiveReceiver;
  #inward: Promise<void> = Promise.resolve();
  #outward: Promise<unknown> = Promise.resolve();

  constructor(options: LiveExchangeOptions) {
    this.#options = options;
    const { membership } = options;
    this.#receiver = new LiveReceiver({
      chain: () => membership.chain,
      keyring: () => membership.keyring,
      me: membership.identity.keys.id,
    });
  }

  /** Sends to one device, or to all others. False when there is no connection: live events are never kept. */
  send(payload: LivePayload, to: Id | null = null): Promise<boolean> {
    const sent = this.#outward.catch(() => undefined).then(() => this.#send(payload, to));
    this.#outward = sent;
    return sent;
  }

  /** Takes an event from the relay. */
  take(event: LiveEvent): Promise<void> {
    this.#inward = this.#inward.then(() => this.#take(event));
    return this.#inward;
  }

  async #send(payload: LivePayload, to: Id | null): Promise<boolean> {
    const { api, membership, sequence, connection } = this.#options;
    if (!connection.connected) return false;
    const event = await sealLive({
      keyring: membership.keyring,
      account: membership.identity.account,
      from: membership.identity.keys.id,
      to,
      seq: await sequence.reserve('live', 1),
      now: api.clock.corrected(),
      payload,
    });
    return connection.send(event);
  }

  async #take(event: LiveEvent): Promise<void> {
    const { api, membership, bell, heard } = this.#options;
    try {
      heard(await this.#open(event), event.from);
    } catch (error) {
      if (!(error instanceof SealError)) {
        if (membership.removed) return;
        bell(alarmOf('live-refused', api.clock.own(), 'the chain could not be read'));
      } else if (!HARMLESS.has(error.code)) {
        bell(alarmOf('live-refused', api.clock.own(), error));
      }
    }
  }

  async #open(event: LiveEvent): Promise<LivePayload> {
    const { api, membership } = this.#options;
    try {
      return await this.#receiver.open(event, api.clock.corrected());
    } catch (error) {
      if (!(error instanceof SealError) || !STALE.has(error.code)) throw error;
      await membership.refresh();
      return this.#receiver.open(event, api.clock.corrected());
    }
  }
}
