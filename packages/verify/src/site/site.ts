import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';

/** A service as a stranger meets it: an address and nothing else. */
export interface Site {
  /** Such as `https://texts.example`; without a path. */
  origin: string;
  /** A certificate authority beside the usual ones, PEM; for installations that have their own. */
  authority?: string;
  /** A server of the same service that speaks TLS, where this address does not. */
  front?: Site;
}

export interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Another address than the site's own. */
  at?: string;
}

export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Each `Set-Cookie` by itself. */
  cookies: readonly string[];
  octets: Buffer;
}

const PATIENCE_MS = 15_000;
const MOST_OCTETS = 32 * 1024 * 1024;

/**
 * One request, whose every header is ours: no cookie jar, no redirect followed, nothing of a browser's.
 * @throws Error where nobody answers.
 */
export function ask(site: Site, { method = 'GET', path, headers = {}, body, at }: Asked): Promise<Answer> {
  const url = new URL(path, at ?? site.origin);
  const options = {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    timeout: PATIENCE_MS,
    agent: false,
    ...(site.authority === undefined ? {} : { ca: site.authority }),
  };
  return new Promise((resolve, reject) => {
    const heard = (answer: IncomingMessage): void => void read(answer).then(resolve, reject);
    const sent =
      url.protocol === 'https:' ? secureRequest(url, options, heard) : plainRequest(url, options, heard);
    sent.once('timeout', () => sent.destroy(new Error(`nothing came within ${PATIENCE_MS / 1000} s`)));
    sent.once('error', reject);
    sent.end(body);
  });
}

async function read(answer: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer) {
    pieces.push(piece as Buffer);
    size += (piece as Buffer).length;
    if (size > MOST_OCTETS) throw new Error('the answer has no end');
  }
  const { 'set-cookie': cookies = [], ...headers } = answer.headers;
  const said = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return {
    status: answer.statusCode ?? 0,
    headers: {
      ...Object.fromEntries(said),
      ...(cookies.length > 0 ? { 'set-cookie': cookies.join('\n') } : {}),
    },
    cookies,
    octets: Buffer.concat(pieces),
  };
}

/** The body as text. */
export function textOf(answer: Answer): string {
  return answer.octets.toString('utf8');
}

/** The body's JSON; null where it is none. */
export function jsonOf(answer: Answer): Record<string, unknown> | null {
  try {
    const value = JSON.parse(textOf(answer)) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
