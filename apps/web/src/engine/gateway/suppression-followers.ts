import {
  ListKeeper,
  SuppressionSet,
  type AlarmBell,
  type ApiClient,
  type ListStore,
  type Membership,
} from '@smseal/client';
import type { Id, ListHead } from '@smseal/protocol';

export interface SuppressionFollowersOptions {
  api: ApiClient;
  membership: Membership;
  store: ListStore;
  bell: AlarmBell;
  signal: AbortSignal;
}

/**
 * Lets every live gateway follow the numbers that must not be texted, so that a STOP that one of them hears holds for all
 * and outlives each; and gives the list a new key when a gateway is gone.
 */
export class SuppressionFollowers {
  readonly #options: SuppressionFollowersOptions;
  readonly #keeper: ListKeeper<unknown>;
  readonly #numbers = new SuppressionSet();

  constructor(options: SuppressionFollowersOptions) {
    const { api, membership, store, bell } = options;
    this.#options = options;
    this.#keeper = new ListKeeper({
      api,
      membership,
      list: 'suppressions',
      store,
      bell,
      contents: this.#numbers,
    });
  }

  /** Reads the newest of the list. @returns whether a number is on it. @throws as ListKeeper.catchUp. */
  async read(): Promise<(number: string) => boolean> {
    await this.#keeper.catchUp({ signal: this.#options.signal });
    return (number) => this.#numbers.get(number)?.suppressed ?? false;
  }

  /** Where the list ends now; null while nobody has begun it. @throws as ListKeeper.catchUp. */
  async end(): Promise<ListHead | null> {
    await this.#keeper.catchUp({ signal: this.#options.signal });
    return this.#keeper.end;
  }

  /** Brings the list's followers up to the chain. @throws as ListKeeper.grant. */
  async update(): Promise<void> {
    const { signal } = this.#options;
    await this.#keeper.catchUp({ signal });
    for (const gateway of liveGateways(this.#options.membership))
      if (!this.#keeper.followers.includes(gateway)) await this.#keeper.grant(gateway, { signal });
  }
}

/** Gateways that the chain has and did not remove. */
export function liveGateways({ chain }: Membership): Id[] {
  return [...chain.devices.values()]
    .filter(({ platform, removedIndex }) => platform === 'gateway' && removedIndex === null)
    .map(({ id }) => id);
}
