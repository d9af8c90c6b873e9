import { setTimeout as sleep } from 'node:timers/promises';
import { Seeded, type System } from '@smseal/testkit';

/** A text that the gateway accepted. */
export interface Accepted {
  /** `batch:index`. */
  id: string;
  to: string;
}

const MOST_RECIPIENTS = 120;
const AGAIN_MS = 150;

/**
 * A program that sends a campaign: it asks again with the same Idempotency-Key until it is told that its texts were
 * accepted, whatever is down meanwhile. No number stands in two requests.
 */
export class Campaign {
  readonly accepted: Accepted[] = [];
  /** Gateways of one pool: where one does not answer the next is asked, with the same key. */
  readonly #urls: readonly string[];
  readonly #token: string;
  readonly #random: Seeded;
  #numbers = 0;
  #left = 0;
  #over = false;

  constructor(system: System, { token, seed, urls }: { token: string; seed: number; urls?: string[] }) {
    this.#urls = urls ?? [system.gatewayUrl];
    this.#token = token;
    this.#random = new Seeded(`campaign ${seed}`);
  }

  /** Sends until `end` is called, and then until everything that was begun is accepted. */
  async run(signal: AbortSignal): Promise<void> {
    for (let request = 0; !this.#over || this.#left > 0; request++) {
      signal.throwIfAborted();
      if (this.#left === 0) {
        await sleep(20);
        continue;
      }
      this.#left--;
      await this.#send(request, signal);
    }
  }

  /** Lets so many more requests go out. */
  goOn(requests: number): void {
    this.#left += requests;
  }

  end(): void {
    this.#over = true;
  }

  async #send(request: number, signal: AbortSignal): Promise<void> {
    const to = Array.from(
      { length: this.#random.int(1, MOST_RECIPIENTS) },
      () => `+4477009${String(this.#numbers++).padStart(5, '0')}`,
    );
    const body = JSON.stringify({ to, text: `Request ${request}: we open at nine.`, class: 'marketing' });
    for (let turn = request; ; turn++) {
      const url = this.#urls[turn % this.#urls.length] ?? '';
      const answer = await this.#post({ url, body, key: `request-${request}` }, signal).catch(() => null);
      if (answer !== null) {
        this.accepted.push(...answer);
        return;
      }
      await sleep(AGAIN_MS, undefined, { signal });
    }
  }

  async #post(
    { url, body, key }: { url: string; body: string; key: string },
    signal: AbortSignal,
  ): Promise<Accepted[] | null> {
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.#token}`,
        'idempotency-key': `"${key}"`,
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
    });
    if (response.status !== 202) return null;
    const { accepted } = (await response.json()) as { accepted: Accepted[] };
    return accepted;
  }
}
