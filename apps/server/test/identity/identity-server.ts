import type { AddressInfo } from 'node:net';
import type { Database } from '@smseal/database';
import type { SessionView } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import type { Deps } from '../../src/deps.ts';
import { createLog } from '../../src/health/log.ts';
import { createServer } from '../../src/server.ts';
import { noticeReceiver, type NoticeReceiver } from '../notice/notice-receiver.ts';

export const ORIGIN = 'http://localhost:7070';

interface Lifetime {
  after(finish: () => Promise<void>): void;
}

/** A server, its clock and its notice route. */
export interface IdentityServer {
  url: string;
  database: Database;
  notices: NoticeReceiver;
  lines: string[];
  clock: { now: Date; pass(ms: number): void };
  deps: Deps;
}

export async function identityServer(
  lifetime: Lifetime,
  given: { origin?: string; port?: number } = {},
): Promise<IdentityServer> {
  const { url: databaseUrl, database, keyring } = await testDatabase(lifetime);
  const notices = await noticeReceiver(lifetime);
  const lines: string[] = [];
  const clock = {
    now: new Date('2026-11-22T08:00:00.000Z'),
    pass(ms: number): void {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  const { app, deps } = await createServer(
    {
      databaseUrl,
      host: '127.0.0.1',
      port: given.port ?? 0,
      origin: given.origin ?? ORIGIN,
      tls: null,
      noticeUrls: [notices.url],
      noticeToken: null,
      natsUrl: null,
      webRoot: '/nonexistent',
      siteRoot: '/nonexistent',
      trustRoot: null,
    },
    {
      log: createLog({ write: (line: string) => void lines.push(line) }),
      now: () => clock.now,
      keyring,
    },
  );
  await app.listen({ host: '127.0.0.1', port: given.port ?? 0 });
  lifetime.after(() => app.close());
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return { url, database, notices, lines, clock, deps };
}

export interface Answer {
  status: number;
  headers: Headers;
  /** `null` without one. */
  body: Record<string, unknown> | null;
  text: string;
}

/** A browser as the server sees it: one cookie, and an origin with each change. */
export class Browser {
  readonly #server: IdentityServer;
  cookie: string | null = null;
  origin: string | null = ORIGIN;
  constructor(server: IdentityServer) {
    this.#server = server;
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = {};
    if (this.cookie) headers['cookie'] = `other=1; smseal_session=${this.cookie}`;
    if (method !== 'GET' && this.origin) headers['origin'] = this.origin;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${this.#server.url}${path}`, { method, headers, ...sent });
    const given = /smseal_session=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
    if (given !== undefined) this.cookie = given || null;
    const text = await answer.text();
    const json = text !== '' && /[/+]json\b/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : null,
      text,
    };
  }
}

/** The six digits of a notice. */
export function codeIn(text: string): string {
  const code = /\b\d{6}\b/.exec(text)?.[0];
  if (!code) throw new Error(`no code in "${text}"`);
  return code;
}

/** Another code than this one. */
export function otherThan(code: string, step = 1): string {
  return String((Number(code) + step) % 1_000_000).padStart(6, '0');
}

export interface Person {
  email: string;
  mobile: string;
  password: string;
}

let people = 0;

/** Somebody whom the server does not know yet. */
export function somebody(): Person {
  people++;
  return {
    email: `person${people}@example.org`,
    mobile: `+48600${String(people).padStart(6, '0')}`,
    password: `Zebra-${people}-floats-upstream`,
  };
}

/** Signs up and confirms; the session still needs a sign-in method. */
export async function confirmed(server: IdentityServer, person: Person): Promise<Browser> {
  const browser = new Browser(server);
  const before = server.notices.received.filter(({ to }) => to === person.mobile).length;
  await browser.call('POST', '/v1/sign-up', { email: person.email, mobile: person.mobile });
  const { text } = await server.notices.notice(person.mobile, before + 1);
  const answer = await browser.call('POST', '/v1/sign-up/confirm', {
    email: person.email,
    code: codeIn(text),
  });
  if (answer.status !== 200) throw new Error(`sign-up was answered with ${answer.text}`);
  return browser;
}

/** Signs up, confirms and sets a password. */
export async function signedUp(server: IdentityServer, person: Person): Promise<Browser> {
  const browser = await confirmed(server, person);
  const answer = await browser.call('POST', '/v1/password', { password: person.password });
  if (answer.status !== 200) throw new Error(`the password was answered with ${answer.text}`);
  return browser;
}

/** What `GET /v1/session` says; null for 401. */
export async function sessionOf(browser: Browser): Promise<SessionView | null> {
  const { status, body } = await browser.call('GET', '/v1/session');
  return status === 200 ? (body as unknown as SessionView) : null;
}
