import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a route answers: JSON unless octets are given. */
export interface Answer {
  status: number;
  json?: unknown;
  octets?: { contentType: string; data: Uint8Array };
  headers?: Record<string, string>;
}

export interface Request {
  path: string;
  query: URLSearchParams;
  body: unknown;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

/** A route may answer later, or `null` when it keeps the response for itself (server-sent events). */
export type Route = (request: Request) => Answer | null | Promise<Answer | null>;

/** A refusal that a route throws; its message is told to the caller. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const BODY_LIMIT = 4 * 1024 * 1024;

export interface Loopback {
  server: Server;
  url: string;
  close(): Promise<void>;
}

/**
 * Serves `routes` ("POST /path", longest first by `{id}` patterns) on 127.0.0.1. Names other than loopback's in `Host`,
 * and pages of other origins, are refused: a web page elsewhere must not reach the handset through its visitor.
 */
export async function serveLoopback(
  port: number,
  { routes, headers = {} }: { routes: Record<string, Route>; headers?: Record<string, string> },
): Promise<Loopback> {
  const table = Object.entries(routes).map(([key, route]) => {
    const [method = '', path = ''] = key.split(' ');
    return { method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u'), route };
  });
  const server = createServer((incoming, outgoing) => {
    void respond({ incoming, outgoing, table, headers });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    server,
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond({
  incoming,
  outgoing,
  table,
  headers,
}: {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  table: readonly { method: string; pattern: RegExp; route: Route }[];
  headers: Record<string, string>;
}): Promise<void> {
  try {
    refuseStrangers(incoming);
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const here = table.filter((entry) => entry.pattern.test(url.pathname));
    const entry = here.find(({ method }) => method === incoming.method);
    if (entry === undefined)
      throw here.length > 0
        ? new Refusal(405, 'This method is not offered here.')
        : new Refusal(404, 'There is nothing here.');
    const body = incoming.method === 'POST' ? await readJson(incoming) : null;
    const answer = await entry.route({
      path: url.pathname,
      query: url.searchParams,
      body,
      incoming,
      outgoing,
    });
    if (answer !== null) write(outgoing, { ...answer, headers: { ...headers, ...answer.headers } });
  } catch (error) {
    if (outgoing.headersSent) {
      outgoing.destroy();
      return;
    }
    const status = error instanceof Refusal ? error.status : 500;
    const message = error instanceof Error ? error.message : String(error);
    write(outgoing, { status, json: { error: message }, headers });
  }
}

function refuseStrangers(incoming: IncomingMessage): void {
  const host = incoming.headers.host ?? '';
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u.test(host))
    throw new Refusal(403, 'Only loopback names reach the rehearsal.');
  const origin = incoming.headers.origin;
  if (origin !== undefined && origin !== `http://${host}`)
    throw new Refusal(403, 'Only the rehearsal’s own page may ask this.');
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw new Refusal(413, 'The body is larger than 4 MiB.');
    chunks.push(chunk);
  }
  if (length === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}

function write(outgoing: ServerResponse, { status, json, octets, headers }: Answer): void {
  const data = octets?.data ?? (json === undefined ? null : Buffer.from(JSON.stringify(json)));
  outgoing.writeHead(status, {
    ...headers,
    'cache-control': 'no-store',
    ...(data === null
      ? {}
      : { 'content-type': octets?.contentType ?? 'application/json', 'content-length': String(data.length) }),
  });
  outgoing.end(data);
}
