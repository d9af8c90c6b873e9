import http from 'node:http';
import https from 'node:https';
import { guardedLookup, type Resolve } from './guarded-lookup.ts';
import type { WebhookClock } from './webhook-clock.ts';
import type { WebhookTarget } from './webhook-target.ts';

/** What came of one post. */
export type PostAnswer =
  | { outcome: 'answered'; status: number; retryAfter: string | null }
  /** `error`: `timeout`, `address-refused`, or the code of the machine, of TLS or of the HTTP parser. */
  | { outcome: 'failed'; error: string }
  /** The poster was closed; the receiver may have it or not. */
  | { outcome: 'ended' };

export interface Post {
  id: string;
  /** s since 1970. */
  timestamp: number;
  signature: string;
  body: string;
}

export interface PosterOptions {
  target: WebhookTarget;
  clock: WebhookClock;
  resolve: Resolve;
  /** Most connections that are kept; as many as there are posts at once. */
  connections: number;
  /** From the beginning of an attempt to the end of its answer. */
  timeoutMs: number;
}

/** An answer's body says nothing to us; so much of it is read past, for the sake of the connection. */
const MOST_ANSWER_OCTETS = 64 * 1024;

/** Posts to one endpoint over connections that are kept. Follows no redirect, and reads nothing of an answer but its head. */
export class Poster {
  readonly #options: PosterOptions;
  readonly #agent: http.Agent;
  readonly #request: http.RequestOptions;
  readonly #open = new Set<(answer: PostAnswer) => void>();

  constructor(options: PosterOptions) {
    this.#options = options;
    const { target, connections, resolve } = options;
    // Without a limit of its own: what an agent holds back would still be connected after `close`.
    const pool = { keepAlive: true, maxFreeSockets: connections };
    this.#agent = target.secure ? new https.Agent(pool) : new http.Agent(pool);
    this.#request = {
      agent: this.#agent,
      protocol: target.secure ? 'https:' : 'http:',
      method: 'POST',
      host: target.host,
      port: target.port,
      path: target.path,
      lookup: guardedLookup(resolve, target.namesLoopback),
    };
  }

  /** Calls `done` once, later or in `close`. */
  post(post: Post, done: (answer: PostAnswer) => void): void {
    const { target, clock, timeoutMs } = this.#options;
    const make = target.secure ? https.request : http.request;
    const request = make({ ...this.#request, headers: headersOf(post, target.authority) });
    let status = 0;
    let retryAfter: string | null = null;
    const settle = (answer: PostAnswer): void => {
      if (!this.#open.delete(settle)) return;
      cancel();
      if (answer.outcome !== 'answered') request.destroy();
      done(answer);
    };
    /** The status has come, so it is the answer, however the rest of it ends. */
    const end = (error: string): void =>
      settle(status === 0 ? { outcome: 'failed', error } : { outcome: 'answered', status, retryAfter });
    const cancel = clock.after(timeoutMs, () => {
      end('timeout');
      request.destroy();
    });
    this.#open.add(settle);
    request.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.name));
    // The connection is free for the next post right after this event.
    request.on('close', () => process.nextTick(end, 'ECONNRESET'));
    request.on('response', (response) => {
      status = response.statusCode ?? 0;
      retryAfter = response.headers['retry-after'] ?? null;
      let left = MOST_ANSWER_OCTETS;
      response.on('data', (chunk: Buffer) => {
        left -= chunk.length;
        if (left < 0) response.destroy();
      });
      response.on('error', () => {});
    });
    request.end(post.body);
  }

  /** Ends everything under way at once, connections too. */
  close(): void {
    for (const settle of this.#open) settle({ outcome: 'ended' });
    this.#agent.destroy();
  }
}

/** A flat list, which Node writes as it is: a third of the time of a post goes into an object of headers. */
function headersOf({ id, timestamp, signature, body }: Post, authority: string): string[] {
  return [
    'Host',
    authority,
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'User-Agent',
    'SMSeal-Webhook/1',
    'Connection',
    'keep-alive',
    'webhook-id',
    id,
    'webhook-timestamp',
    String(timestamp),
    'webhook-signature',
    signature,
  ];
}
