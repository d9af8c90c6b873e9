import { PoolSealer, type ApiClient, type Membership } from '@smseal/client';
import type { ErrorCode } from '@smseal/protocol';
import type { DayKey } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';
import type { GatewayDesk } from './gateway-desk.ts';

/** What the server says when keys that a batch was sealed to are not sealed to any more: it is to be sealed anew. */
export const KEYS_CHANGED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['wrong-epoch', 'unknown-pool-key']);

export interface SealTargetOptions {
  api: ApiClient;
  membership: Membership;
  /** Loaded when it is needed. */
  gateways: () => Promise<GatewayDesk>;
}

/** Finds what texts to a sending device are sealed to: a phone's own key, or the day's key of a gateway's pool. */
export class SealTarget {
  readonly #options: SealTargetOptions;
  readonly #sealer: PoolSealer;

  constructor(options: SealTargetOptions) {
    this.#options = options;
    this.#sealer = new PoolSealer(options.api);
  }

  /** @throws EngineError `no-pool-key`, and where the pool's settings are refused; CodedError, Unreachable. */
  async of(device: string): Promise<string | DayKey> {
    const { membership, gateways } = this.#options;
    if (membership.chain.device(device)?.platform !== 'gateway') return device;
    const standing = await (await gateways()).standingOf(device);
    const key = await this.#sealer.keyFor(standing, membership.chain);
    if (key !== null) return key;
    const sentence =
      'This gateway has no key of the day: it was linked just now, or has been off for two weeks. See that it runs, and send again.';
    throw new EngineError('no-pool-key', sentence);
  }

  /** The server refused a key: the pools' are asked for again. */
  forget(pool: string): void {
    this.#sealer.forget(pool);
  }
}
