import { ApiClient } from '@smseal/client';
import { problem, type ErrorCode } from '@smseal/protocol';

/** What a request looked like to the double. */
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

export type Answering = (seen: Seen) => unknown;

/** Refuses a request with a code of the registry. */
export class Refuse extends Error {
  readonly code: ErrorCode;
  readonly extra: Record<string, unknown>;
  constructor(code: ErrorCode, extra: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** A server that says whatever a test wants it to say: `routes` are tried by `METHOD /path`, ids written as `*`. */
export class DoubleServer {
  readonly seen: Seen[] = [];
  readonly routes: Record<string, Answering>;
  /** Set to let requests fail as if the server were gone. */
  away = false;

  constructor(routes: Record<string, Answering>) {
    this.routes = routes;
  }

  /** A client of this server. */
  client(options: { token?: string | null; now?: () => number } = {}): ApiClient {
    return new ApiClient({
      origin: 'http://double.invalid',
      token: () => options.token ?? null,
      fetch: (input, init) => this.#answer(String(input), init ?? {}),
      backOff: { first: 1, most: 4 },
      ...(options.now ? { now: options.now } : {}),
    });
  }

  async #answer(address: string, init: RequestInit): Promise<Response> {
    init.signal?.throwIfAborted();
    if (this.away) throw new TypeError('fetch failed');
    const url = new URL(address);
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : init.body;
    const seen: Seen = { method: init.method ?? 'GET', path: url.pathname, query: url.searchParams, body };
    this.seen.push(seen);
    const route = `${seen.method} ${seen.path.replaceAll(/\/[A-Za-z0-9_-]{22}(?=\/|$)/g, '/*')}`;
    try {
      const answering = this.routes[route];
      if (!answering) throw new Refuse('not-found');
      const answer = await answering(seen);
      return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
    } catch (error) {
      if (!(error instanceof Refuse)) throw error;
      const told = problem(error.code, error.extra);
      return Response.json(told, {
        status: told.status,
        headers: { 'content-type': 'application/problem+json' },
      });
    }
  }
}
