import {
  ApiClient,
  appendChain,
  getChain,
  listLinks,
  LiveConnection,
  LiveExchange,
  Membership,
  postBatch,
  SyncEngine,
  TrustedLink,
  type Alarm,
} from '@smseal/client';
import { CodedError, type BatchText, type Id, type LivePayload } from '@smseal/protocol';
import {
  createAccountRoot,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  removeDevices,
  sealBatch,
  startEpoch,
  type DeviceKeys,
} from '@smseal/seal';
import type { System } from '@smseal/testkit/system';
import { MemorySyncStore } from './memory-sync-store.ts';
import { until } from './until.ts';

const PASSWORD = 'a long sentence that nobody guesses 71';

/** A browser as far as a phone can tell: signed up, with the account's root, reading, sending and listening. */
export class TestBrowser {
  readonly api: ApiClient;
  readonly membership: Membership;
  readonly store: MemorySyncStore;
  readonly engine: SyncEngine;
  readonly alarms: Alarm[];
  readonly live: LivePayload[] = [];
  readonly system: System;
  readonly #connection: LiveConnection;
  readonly #exchange: LiveExchange;

  private constructor(system: System, parts: { api: ApiClient; membership: Membership; alarms: Alarm[] }) {
    const { api, membership, alarms } = parts;
    this.system = system;
    this.api = api;
    this.membership = membership;
    this.alarms = alarms;
    this.store = new MemorySyncStore();
    const bell = (alarm: Alarm) => void alarms.push(alarm);
    this.engine = new SyncEngine({ api, membership, store: this.store, bell });
    this.#connection = new LiveConnection({
      origin: system.origin,
      token: () => membership.identity.token,
      listener: {
        ready: () => undefined,
        message: (message) => {
          if (message.type === 'live') void this.#exchange.take(message);
        },
        closed: () => undefined,
      },
    });
    this.#exchange = new LiveExchange({
      api,
      membership,
      sequence: countingSequence(),
      connection: this.#connection,
      bell,
      heard: (payload) => void this.live.push(payload),
    });
  }

  /** Signs up through the public doors with this mobile number and makes the account's root. */
  static async signUp(system: System, mobile: string): Promise<TestBrowser> {
    const cookie = await signUp(system, mobile);
    const keys = await generateDeviceKeys();
    const credential = await newCredential();
    const session = await asJson<{ account: Id }>(await ask(system, 'GET /v1/session', { cookie }));
    const { request } = await createAccountRoot({
      account: session.account,
      secretKey: generateSecretKey(),
      device: keys,
      name: 'Test browser',
      platform: 'browser',
      credential: credential.hash,
      now: Date.now(),
    });
    const posting = new ApiClient({ origin: system.origin, fetch: fetchWith(system, cookie) });
    await appendChain(posting, request);
    return TestBrowser.#open(system, { account: session.account, token: credential.token, keys });
  }

  static async #open(system: System, identity: { account: Id; token: string; keys: DeviceKeys }) {
    const alarms: Alarm[] = [];
    const api = new ApiClient({ origin: system.origin, token: () => identity.token });
    const store = {
      loadMembership: () => Promise.resolve(null),
      saveMembership: () => Promise.resolve(),
    };
    const membership = await Membership.open({
      api,
      identity,
      store,
      bell: (alarm) => void alarms.push(alarm),
    });
    return new TestBrowser(system, { api, membership, alarms });
  }

  /** Links the rehearsal phone: presses its button, types its digits, and says at the phone what the screen shows. */
  async linkPhone(): Promise<Id> {
    const shownBefore = this.#digits().length;
    await atHandset(this.system, '/agent/link');
    const { api, membership } = this;
    const bell = (alarm: Alarm) => void this.alarms.push(alarm);
    for (;;) {
      const pending = await until(async () =>
        (await listLinks(api)).links.find(({ state }) => state === 'waiting'),
      );
      const link = await TrustedLink.answer({ api, membership, bell }, pending).catch(() => null);
      if (link === null) continue;
      const reveal = await link.ready().catch(() => null);
      // The phone opens a new link when its button is pressed; the one before may just have ended.
      if (reveal === null) continue;
      const digits = await until(() => this.#digits()[shownBefore]);
      const outcome = await link.submit(digits);
      if (!outcome.ok) throw new Error('the digits were refused');
      await atHandset(this.system, '/agent/confirm', { linked: true });
      return reveal.device.id;
    }
  }

  /** Listens to live events from now on. */
  async listen(): Promise<void> {
    this.#connection.start();
    await until(() => this.#connection.connected || undefined);
  }

  say(payload: LivePayload, to: Id): Promise<boolean> {
    return this.#exchange.send(payload, to);
  }

  async send(target: Id, texts: BatchText[], expiresInMs = 60_000): Promise<Id> {
    const { chain, identity } = this.membership;
    const batch = await sealBatch({
      chain,
      by: identity.keys,
      target,
      content: { v: 1, createdAt: new Date().toISOString(), texts },
      priority: 5,
      notBefore: null,
      expires: new Date(Date.now() + expiresInMs).toISOString(),
    });
    await postBatch(this.api, batch);
    return batch.id;
  }

  /** Removes a device for good; a new epoch begins. */
  async remove(device: Id): Promise<void> {
    const { api, membership } = this;
    for (;;) {
      const { authored } = await getChain(api, membership.chain.length);
      const { chain, keyring, identity } = membership;
      const act = await removeDevices({
        chain,
        keyring,
        by: identity.keys,
        remove: [device],
        authored,
        now: Date.now(),
      });
      try {
        await appendChain(api, act.request);
        return await membership.refresh();
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== 'cutoffs-stale') throw error;
      }
    }
  }

  /** Starts a new epoch. */
  async turn(): Promise<void> {
    const { api, membership } = this;
    for (;;) {
      const { authored } = await getChain(api, membership.chain.length);
      const { chain, keyring, identity } = membership;
      const act = await startEpoch({ chain, keyring, by: identity.keys, authored, now: Date.now() });
      try {
        await appendChain(api, act.request);
        return await membership.refresh();
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== 'cutoffs-stale') throw error;
      }
    }
  }

  /** Reads until the condition holds of what was read. */
  async read<T>(condition: (store: MemorySyncStore) => T | undefined, ms = 20_000): Promise<T> {
    return until(async () => {
      await this.engine.catchUp();
      return condition(this.store);
    }, ms);
  }

  close(): void {
    this.#connection.stop();
  }

  /** The digits that the agent has printed, oldest first. */
  #digits(): string[] {
    const lines = this.system.linesOf('phone').filter((line) => line.includes('"digits"'));
    return lines.map((line) => (JSON.parse(line) as { digits: string }).digits);
  }
}

/** What a person does at the handset's page. */
export async function atHandset(system: System, path: string, body: unknown = {}): Promise<void> {
  const response = await fetch(`${system.handsetUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

async function signUp(system: System, mobile: string): Promise<string> {
  const email = `person${mobile.replace(/\D/g, '')}@example.org`;
  await ask(system, 'POST /v1/sign-up', { body: { email, mobile } });
  const code = await system.oneTimePassword(mobile);
  const confirmed = await ask(system, 'POST /v1/sign-up/confirm', { body: { email, code } });
  const cookie = cookieOf(confirmed);
  const set = await ask(system, 'POST /v1/password', { body: { password: PASSWORD }, cookie });
  return cookieOf(set) || cookie;
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function ask(
  system: System,
  route: `${'GET' | 'POST'} /${string}`,
  { body, cookie }: { body?: unknown; cookie?: string },
): Promise<Response> {
  const [method, path] = route.split(' ') as [string, string];
  const response = await fetch(`${system.origin}${path}`, {
    method,
    headers: {
      origin: system.origin,
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

function fetchWith(system: System, cookie: string): typeof fetch {
  return (input, init) =>
    fetch(input, { ...init, headers: { ...(init?.headers as object), cookie, origin: system.origin } });
}

async function asJson<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

function countingSequence() {
  let last = 0;
  return {
    reserve: (_counter: 'author' | 'live', count: number) => Promise.resolve((last += count) - count + 1),
    raise: () => Promise.resolve(),
  };
}
