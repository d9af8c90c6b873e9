import http from 'node:http';
import https from 'node:https';
import { guardedLookup, type Resolve } from '../webhook/guarded-lookup.ts';
import type { PostAnswer } from '../webhook/poster.ts';
import { readTarget, TargetRefused } from '../webhook/webhook-target.ts';
import type { SignedWords } from './callback-words.ts';

/** From the beginning of an attempt to its answer, ms. */
const TIMEOUT_MS = 10_000;
const CONNECTIONS = 32;

/** Posts to wherever each callback leads, under the same guards as webhooks: no redirect, nothing inside a network. */
export class CallbackPoster {
  readonly #resolve: Resolve;
  readonly #plain = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #secure = new https.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** Never rejects. */
  post(url: string, { headers, body }: SignedWords): Promise<Exclude<PostAnswer, { outcome: 'ended' }>> {
    return new Promise((resolve) => {
      try {
        const target = readTarget(url);
        const make = target.secure ? https.request : http.request;
        const request = make({
          agent: target.secure ? this.#secure : this.#plain,
          method: 'POST',
          host: target.host,
          port: target.port,
          path: target.path,
          headers: {
            host: target.authority,
            'content-length': String(Buffer.byteLength(body)),
            'user-agent': 'SMSeal-Webhook/1',
            ...headers,
          },
          lookup: guardedLookup(this.#resolve, target.namesLoopback),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        request.on('error', (error: NodeJS.ErrnoException) =>
          resolve({ outcome: 'failed', error: error.code ?? error.name }),
        );
        request.on('response', (response) => {
          response.resume();
          response.on('error', () => undefined);
          const retryAfter = response.headers['retry-after'] ?? null;
          resolve({ outcome: 'answered', status: response.statusCode ?? 0, retryAfter });
        });
        request.end(body);
      } catch (error) {
        if (!(error instanceof TargetRefused)) throw error;
        resolve({ outcome: 'failed', error: 'address-refused' });
      }
    });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}
