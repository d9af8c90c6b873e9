import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { inTransaction, openDatabase, storeHolder, type Database, type Keyring } from '@smseal/database';
import type { Capability, Id, Platform } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import type { Deps } from '../src/deps.ts';
import { createLog } from '../src/health/log.ts';
import { createServer } from '../src/server.ts';

/** A server on a port of its own over a database of its own. */
export interface TestServer {
  url: string;
  deps: Deps;
  database: Database;
  databaseUrl: string;
  keyring: Keyring;
  /** Lines that the server logged. */
  lines: string[];
  /** One request; JSON in, JSON out (problems too). */
  call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<Answer<Body>>;
}

export interface CallOptions {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

interface Lifetime {
  after(finish: () => Promise<void>): void;
}

/** What a test may set. */
export interface TestServerOptions {
  now?: () => Date;
  webRoot?: string;
  siteRoot?: string;
  trustRoot?: string;
  natsUrl?: string;
  /** A database of the test's own making, up to date, and its keyring. */
  on?: Pick<TestServer, 'databaseUrl' | 'keyring'>;
}

/** Starts a server for one test file or test. */
export async function testServer(lifetime: Lifetime, given: TestServerOptions = {}): Promise<TestServer> {
  const {
    url: databaseUrl,
    database,
    keyring,
  } = given.on ? openGiven(given.on) : await testDatabase(lifetime);
  if (given.on) lifetime.after(() => database.destroy());
  const lines: string[] = [];
  const { app, deps } = await createServer(
    {
      databaseUrl,
      host: '127.0.0.1',
      port: 0,
      origin: 'http://localhost:7070',
      tls: null,
      noticeUrls: ['http://127.0.0.1:9'],
      noticeToken: null,
      natsUrl: given.natsUrl ?? null,
      webRoot: given.webRoot ?? '/nonexistent',
      siteRoot: given.siteRoot ?? '/nonexistent',
      trustRoot: given.trustRoot ?? null,
    },
    {
      log: createLog({ write: (line: string) => void lines.push(line) }),
      keyring,
      ...(given.now ? { now: given.now } : {}),
    },
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  lifetime.after(() => app.close());
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    deps,
    database,
    databaseUrl,
    keyring,
    lines,
    call: (method, path, options = {}) => call({ url, method, path, options }),
  };
}

function openGiven({ databaseUrl: url, keyring }: Pick<TestServer, 'databaseUrl' | 'keyring'>) {
  return { url, keyring, database: openDatabase(url, { connections: 2, keyring }) };
}

interface Call {
  url: string;
  method: string;
  path: string;
  options: CallOptions;
}

async function call<Body>({ url, method, path, options }: Call): Promise<Answer<Body>> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.token) headers['authorization'] = `Bearer ${options.token}`;
  const { body } = options;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  if (body !== undefined && !raw) headers['content-type'] ??= 'application/json';
  const sent = body === undefined ? {} : { body: (raw ? body : JSON.stringify(body)) as BodyInit };
  const answer = await fetch(`${url}${path}`, { method, headers, ...sent });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    body: (json && text ? JSON.parse(text) : { text }) as Body,
  };
}

/** 128 random bits as an id. */
export function randomId(): Id {
  return randomBytes(16).toString('base64url');
}

export interface SeededDevice {
  id: Id;
  token: string;
}

/** Stores an account that has no chain yet. */
export async function seedAccount(database: Database): Promise<Id> {
  const id = randomId();
  await database.insertInto('account').values({ id, stored: '2026-01-01' }).execute();
  return id;
}

/** Stores a live device with its token; the chain is left as it is. */
export async function seedDevice(
  database: Database,
  account: Id,
  device: { platform?: Platform; can: readonly Capability[] },
): Promise<SeededDevice> {
  const token = randomBytes(32).toString('base64url');
  const id = randomId();
  await database
    .insertInto('device')
    .values({
      account_id: account,
      id,
      platform: device.platform ?? 'browser',
      can: [...device.can],
      credential: createHash('sha256').update(Buffer.from(token, 'base64url')).digest(),
      admitted: 0,
      removed: null,
      last_seen: null,
      stored: '2026-01-01',
    })
    .execute();
  return { id, token };
}

/** Stores the holder of an account and a session; returns what its browser sends with a change. */
export async function seedSession(
  database: Database,
  account: Id,
  given: { email?: string; signInMethod?: boolean } = {},
): Promise<Record<string, string>> {
  const cookie = randomBytes(32);
  const now = new Date();
  const holder = {
    account,
    email: given.email ?? `${account.toLowerCase()}@example.org`,
    mobile: `+4670${randomBytes(4).readUInt32BE()}`,
    password: given.signInMethod === false ? null : 'never compared here',
  };
  await inTransaction(database, (transaction) => storeHolder(transaction, holder));
  await database
    .insertInto('identity.session')
    .values({
      id: randomId(),
      account_id: account,
      token: createHash('sha256').update(cookie).digest(),
      started: now,
      last_used: now,
    })
    .execute();
  return { cookie: `smseal_session=${cookie.toString('base64url')}`, origin: 'http://localhost:7070' };
}
