import { CodedError, ERRORS, type Problem } from '@smseal/protocol';
import { backOffMs, pause, type BackOff } from './back-off.ts';
import { ServerClock } from './server-clock.ts';

/** The server could not be reached or did not answer in its own form; the request may or may not have been taken. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  constructor(reason: string, options?: ErrorOptions) {
    super(`the server cannot be reached: ${reason}`, options);
  }
}

export interface ApiOptions {
  /** Such as `http://localhost:7070`; no trailing slash. */
  origin: string;
  /** The device's bearer token, or null to go by the cookie session. */
  token?: () => string | null;
  fetch?: typeof globalThis.fetch;
  now?: () => number;
  backOff?: BackOff;
  /** Milliseconds until an unanswered request counts as unreachable. */
  timeoutMs?: number;
}

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/v1/`. */
  path: string;
  query?: Record<string, string | number | undefined>;
  json?: unknown;
  octets?: Uint8Array<ArrayBuffer>;
  /** Media type of the octets: `application/octet-stream` unless said. */
  type?: string;
  /** `until-aborted` waits out any outage; a number is how many more attempts; requests that are not idempotent say 0. */
  retry?: 'until-aborted' | number;
  signal?: AbortSignal;
  /** Instead of the client's own token. */
  bearer?: string;
  timeoutMs?: number;
}

/** How one call is made: its patience and its way out. */
export type How = Pick<ApiRequest, 'retry' | 'signal' | 'bearer'>;

const DEFAULT_BACK_OFF: BackOff = { first: 250, most: 15_000 };

/** Speaks to one server. Refusals are {@link CodedError}, silence is {@link Unreachable}. */
export class ApiClient {
  readonly origin: string;
  readonly clock: ServerClock;
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.origin = options.origin.replace(/\/+$/, '');
    this.clock = new ServerClock(options.now ?? Date.now);
  }

  /** The answer's JSON; undefined for an empty answer. */
  async json<T>(request: ApiRequest): Promise<T> {
    const response = await this.#send(request);
    const text = await bodyOf(() => response.text());
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new Unreachable('the answer is not JSON', { cause: error });
    }
  }

  /** The answer's octets. */
  async octets(request: ApiRequest): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.#send(request);
    return new Uint8Array(await bodyOf(() => response.arrayBuffer()));
  }

  async #send(request: ApiRequest): Promise<Response> {
    const retry = request.retry ?? 3;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(request);
      } catch (error) {
        request.signal?.throwIfAborted();
        if (!mayRetry(error) || (retry !== 'until-aborted' && attempt >= retry)) throw error;
        const told = error instanceof CodedError ? Number(error.extra['retryAfterMs']) : Number.NaN;
        const grown = backOffMs(attempt, this.#options.backOff ?? DEFAULT_BACK_OFF);
        await pause(Number.isFinite(told) ? Math.max(told, grown) : grown, request.signal);
      }
    }
  }

  async #once(request: ApiRequest): Promise<Response> {
    const timeout = AbortSignal.timeout(request.timeoutMs ?? this.#options.timeoutMs ?? 60_000);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    let response: Response;
    try {
      response = await (this.#options.fetch ?? globalThis.fetch)(this.#url(request), {
        method: request.method,
        headers: this.#headers(request),
        body: request.octets ?? (request.json === undefined ? null : JSON.stringify(request.json)),
        credentials: 'same-origin',
        signal,
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new Unreachable(error instanceof Error ? error.message : String(error), { cause: error });
    }
    this.clock.hear(response.headers.get('date'));
    if (response.ok) return response;
    throw await refusal(response);
  }

  #url(request: ApiRequest): string {
    const query = Object.entries(request.query ?? {})
      .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    return `${this.origin}${request.path}${query === '' ? '' : `?${query}`}`;
  }

  #headers(request: ApiRequest): Record<string, string> {
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
    const bearer = request.bearer ?? this.#options.token?.() ?? null;
    if (bearer !== null) headers['authorization'] = `Bearer ${bearer}`;
    if (request.octets) headers['content-type'] = request.type ?? 'application/octet-stream';
    else if (request.json !== undefined) headers['content-type'] = 'application/json';
    return headers;
  }
}

async function bodyOf<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new Unreachable('the answer broke off', { cause: error });
  }
}

function mayRetry(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof CodedError && ERRORS[error.code].retryable);
}

async function refusal(response: Response): Promise<Error> {
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  if (problem === null || typeof problem.code !== 'string')
    return new Unreachable(`it answered ${response.status} without a problem document`);
  const { type: _type, title: _title, status: _status, code, ...extra } = problem;
  const after = response.headers.get('retry-after');
  if (after !== null && /^\d+$/.test(after)) extra['retryAfterMs'] = Number(after) * 1000;
  if (Object.hasOwn(ERRORS, code)) return new CodedError(code, extra);
  return new CodedError(response.status >= 500 ? 'internal' : 'invalid-request', { ...extra, unknown: code });
}
