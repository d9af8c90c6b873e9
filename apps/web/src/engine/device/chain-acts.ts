import { appendChain, getChain, Unreachable, type ApiClient, type Membership } from '@smseal/client';
import { CodedError } from '@smseal/protocol';
import { removeDevices, replaceSecretKey, type ChainAct } from '@smseal/seal';

const TRIES = 4;

export interface ChainActsOptions {
  api: ApiClient;
  membership: Membership;
}

/** What an act is signed with: the last author sequence of each device, as the server accepted it. */
type Act = (authored: Record<string, number>) => Promise<ChainAct>;

/** Signs and posts entries of the devices' chain in this device's name, anew when something came between. */
export class ChainActs {
  readonly #options: ChainActsOptions;

  constructor(options: ChainActsOptions) {
    this.#options = options;
  }

  /** Removes devices for good and starts an epoch without them. */
  remove(devices: readonly string[]): Promise<void> {
    const { membership } = this.#options;
    return this.#post((authored) =>
      removeDevices({
        chain: membership.chain,
        keyring: membership.keyring,
        by: membership.identity.keys,
        remove: devices,
        authored,
        now: this.#now(),
      }),
    );
  }

  /** Makes a new root, and an epoch that the old secret key does not open. */
  replaceSecretKey(newSecretKey: string, oldSecretKey: string | null): Promise<void> {
    const { membership } = this.#options;
    return this.#post((authored) =>
      replaceSecretKey({
        chain: membership.chain,
        keyring: membership.keyring,
        by: membership.identity.keys,
        newSecretKey,
        ...(oldSecretKey === null ? {} : { oldSecretKey }),
        authored,
        now: this.#now(),
      }),
    );
  }

  async #post(act: Act): Promise<void> {
    const { api, membership } = this.#options;
    for (let attempt = 1; ; attempt++) {
      await membership.refresh();
      const { authored } = await getChain(api, membership.chain.length);
      const { request, chain } = await act(authored);
      try {
        await appendChain(api, request);
        return await membership.refresh();
      } catch (error) {
        if (await this.#happened(error, chain.head)) return;
        if (!mayTryAgain(error) || attempt === TRIES) throw error;
      }
    }
  }

  /** After silence the chain itself says whether the act was taken. */
  async #happened(error: unknown, head: string): Promise<boolean> {
    if (!(error instanceof Unreachable)) return false;
    const { membership } = this.#options;
    await membership.refresh();
    return membership.chain.hashes.includes(head);
  }

  #now(): number {
    return this.#options.api.clock.corrected();
  }
}

/** Whether something that came between is all that was wrong. */
export function mayTryAgain(error: unknown): boolean {
  return (
    error instanceof Unreachable ||
    (error instanceof CodedError && (error.code === 'chain-conflict' || error.code === 'cutoffs-stale'))
  );
}
