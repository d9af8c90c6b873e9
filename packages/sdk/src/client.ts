import { ApiError, ConnectionError, type Problem } from './errors.ts';
import { backOffMs, pause } from './wait.ts';
import type { BatchStates, Message, MessageList, SendAnswer, SendRequest, Timeline } from './types.ts';

export interface SMSealOptions {
  /** `smseal_…`. */
  apiKey: string;
  /** Where the gateway is: `http://127.0.0.1:7060` unless given. */
  baseUrl?: string;
  /** How many more times a request is tried that got no answer, or was put off: 4 unless given. */
  retries?: number;
  /** Until an unanswered attempt counts as failed, ms: 30,000 unless given. */
  timeoutMs?: number;
  /** The runtime's own unless given. */
  fetch?: typeof globalThis.fetch;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface SendOptions extends CallOptions {
  /** The same for the same request, for a day: a random one unless given, which serves one call and its retries. */
  idempotencyKey?: string;
}

export interface ListOptions extends CallOptions {
  /** `next` of the page before. */
  after?: string;
  /** Most texts of a page: 50 unless given, 200 at most. */
  limit?: number;
}

/** What `send` gives: the gateway's answer, and whether it had been given before. */
export type Sent = SendAnswer & { replayed: boolean };

interface Call {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

const STATUSES_TO_RETRY: ReadonlySet<number> = new Set([429, 500, 502, 503, 504, 507]);

/** A client of one gateway's send API. Every call rejects with `ApiError`, `ConnectionError` or the signal's reason. */
export class SMSeal {
  readonly #apiKey: string;
  readonly #baseUrl: string;
  readonly #retries: number;
  readonly #timeoutMs: number;
  readonly #fetch: typeof globalThis.fetch;

  constructor({ apiKey, baseUrl, retries = 4, timeoutMs = 30_000, fetch }: SMSealOptions) {
    if (!/^smseal_[A-Za-z0-9_-]+$/.test(apiKey))
      throw new TypeError('apiKey is no API key of SMSeal’s (smseal_…)');
    this.#apiKey = apiKey;
    this.#baseUrl = (baseUrl ?? 'http://127.0.0.1:7060').replace(/\/+$/, '');
    this.#retries = retries;
    this.#timeoutMs = timeoutMs;
    this.#fetch = fetch ?? globalThis.fetch.bind(globalThis);
  }

  /** Sends a text to one or to many; resolves once it is committed. */
  async send(request: SendRequest, options: SendOptions = {}): Promise<Sent> {
    const { idempotencyKey = crypto.randomUUID(), signal } = options;
    const headers = { 'idempotency-key': `"${idempotencyKey.replace(/["\\]/g, '\\$&')}"` };
    const response = await this.#call({
      method: 'POST',
      path: '/v1/messages',
      body: request,
      headers,
      signal,
    });
    const answer = (await response.json()) as SendAnswer;
    return { ...answer, replayed: response.headers.get('idempotent-replayed') === 'true' };
  }

  /** Where a text is. */
  get(id: string, options: CallOptions = {}): Promise<Message> {
    return this.#json({ method: 'GET', path: pathOf(id), ...options });
  }

  /** Why a text went as it did. */
  timeline(id: string, options: CallOptions = {}): Promise<Timeline> {
    return this.#json({ method: 'GET', path: `${pathOf(id)}/timeline`, ...options });
  }

  /** Stops a text that has not left; one that has is an `ApiError` with the code `already-left`. */
  cancel(id: string, options: CallOptions = {}): Promise<Message> {
    return this.#json({ method: 'POST', path: `${pathOf(id)}/cancel`, ...options });
  }

  /** Where all texts of up to 100 batches are. A batch is what stands before the `:` of a text's id. */
  states(batches: readonly string[], options: CallOptions = {}): Promise<BatchStates> {
    return this.#json({ method: 'POST', path: '/v1/messages/states', body: { batches }, ...options });
  }

  /** Stops those texts of up to 100 batches that have not left, and says where all of them are then. */
  cancelBatches(batches: readonly string[], options: CallOptions = {}): Promise<BatchStates> {
    return this.#json({ method: 'POST', path: '/v1/messages/cancel', body: { batches }, ...options });
  }

  /** One page of texts, newest first. */
  listPage({ after, limit, signal }: ListOptions = {}): Promise<MessageList> {
    const query = new URLSearchParams();
    if (after !== undefined) query.set('after', after);
    if (limit !== undefined) query.set('limit', String(limit));
    const asked = query.toString();
    return this.#json({ method: 'GET', path: `/v1/messages${asked === '' ? '' : `?${asked}`}`, signal });
  }

  /** All texts, newest first, page by page as they are asked for. */
  async *list(options: ListOptions = {}): AsyncGenerator<Message, void, undefined> {
    for (let after = options.after; ;) {
      const { messages, next } = await this.listPage({
        ...options,
        ...(after === undefined ? {} : { after }),
      });
      yield* messages;
      if (next === null) return;
      after = next;
    }
  }

  async #json<T>(call: Call): Promise<T> {
    const response = await this.#call(call);
    return (await response.json()) as T;
  }

  async #call(call: Call): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      call.signal?.throwIfAborted();
      try {
        return await this.#once(call);
      } catch (error) {
        call.signal?.throwIfAborted();
        if (attempt >= this.#retries || !mayRetry(error)) throw error;
        const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
        await pause(Math.max(asked, backOffMs(attempt)), call.signal);
      }
    }
  }

  async #once({ method, path, body, headers, signal }: Call): Promise<Response> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    let response: Response;
    let problem: unknown = null;
    try {
      response = await this.#fetch(this.#baseUrl + path, {
        method,
        headers: {
          accept: 'application/json, application/problem+json',
          authorization: `Bearer ${this.#apiKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.ok) return response;
      problem = await response.json().catch(() => null);
    } catch (cause) {
      throw new ConnectionError(`the gateway cannot be reached at ${this.#baseUrl}`, { cause });
    }
    if (!isProblem(problem))
      throw new ConnectionError(`the gateway answered ${response.status} and nothing more`);
    throw new ApiError(problem, retryAfterOf(response));
  }
}

function pathOf(id: string): string {
  return `/v1/messages/${encodeURIComponent(id)}`;
}

function mayRetry(error: unknown): boolean {
  return (
    error instanceof ConnectionError || (error instanceof ApiError && STATUSES_TO_RETRY.has(error.status))
  );
}

function retryAfterOf(response: Response): number | null {
  const text = response.headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : null;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && typeof (body as Partial<Problem>).code === 'string';
}
