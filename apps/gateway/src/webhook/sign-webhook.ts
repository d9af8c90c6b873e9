import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * Signs posts as Standard Webhooks 1.0 has it (symmetric scheme): HMAC-SHA256 over `id.timestamp.body`. While a secret is
 * being replaced there are two, and a post carries a signature of each, so that a receiver may change over when it likes.
 */
export class WebhookSigner {
  readonly #keys: readonly KeyObject[];

  /** `secrets`: each as in `Webhook.secret`, standard base64 without `whsec_`. */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => createSecretKey(secret, 'base64'));
  }

  /**
   * The header `webhook-signature`: `v1,` and base64, once for each secret, separated by a space.
   *
   * @param id the header `webhook-id`; without a full stop.
   * @param timestamp the header `webhook-timestamp`, whole seconds since 1970: of this attempt, not of the event, because
   *   receivers refuse what is older than some minutes.
   */
  sign(id: string, timestamp: number, body: string): string {
    const content = `${id}.${timestamp}.${body}`;
    return this.#keys
      .map((key) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`)
      .join(' ');
  }
}
