import { createHmac, hkdfSync } from 'node:crypto';
import { fromBase64Url } from '@smseal/protocol';
import { exportDeviceKeys, type DeviceKeys } from '@smseal/seal';

/** What a {@link GatewaySecret} is used for; each use has a key of its own. */
export type SecretUse = 'claim-key' | 'claim-body' | 'batch-id';

/**
 * Keyed hashes that nobody but this gateway and the others of its pool can make or test: their keys come (HKDF-SHA-256, RFC
 * 5869) from the secret in the pool's sealed settings, or while there are none from the gateway's signing key. The bearer
 * token would not do, because the server sees it.
 */
export class GatewaySecret {
  readonly #keys = new Map<SecretUse, Buffer>();
  #seed: Uint8Array;

  private constructor(seed: Uint8Array) {
    this.#seed = seed;
  }

  /** @throws InvalidAccessError when the keys are not extractable. */
  static async of(keys: DeviceKeys): Promise<GatewaySecret> {
    const { sign } = await exportDeviceKeys(keys);
    return new GatewaySecret(fromBase64Url(sign));
  }

  /** Takes the pool's secret, once there are settings. */
  renew(secret: string): void {
    const seed = fromBase64Url(secret);
    if (Buffer.compare(seed, this.#seed) === 0) return;
    this.#seed = seed;
    this.#keys.clear();
  }

  /** HMAC-SHA-256, 32 octets. */
  hash(use: SecretUse, content: string | Uint8Array): Buffer {
    return createHmac('sha256', this.#keyFor(use)).update(content).digest();
  }

  #keyFor(use: SecretUse): Buffer {
    const known = this.#keys.get(use);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.#seed, '', `smseal/gateway/${use}`, 32));
    this.#keys.set(use, key);
    return key;
  }
}
