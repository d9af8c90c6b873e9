/** A browser without a screen: what its worker does, in Node, through the same client and the same doors. */
import {
  getGatewaySettings,
  listLinks,
  LiveConnection,
  LiveExchange,
  PoolSealer,
  postBatch,
  RecordWriter,
  SyncEngine,
  TrustedLink,
  type Alarm,
  type ApiClient,
  type Membership,
  type SequenceStore,
} from '@smseal/client';
import { CodedError, type BatchText, type Id, type LivePayload } from '@smseal/protocol';
import { openGatewaySettings, poolStanding, sealBatch, type DayKey } from '@smseal/seal';
import { newPerson, type Brought, type Person, type System } from '@smseal/testkit';
import { atHandset } from './handset.ts';
import { MemoryStore } from './memory-store.ts';
import { until } from './until.ts';

/** Waits out any outage. */
const PATIENTLY = { retry: 'until-aborted' } as const;
/** How long a batch is good for. */
const BATCH_MS = 3_600_000;

export class HeadlessBrowser {
  readonly system: System;
  readonly person: Person;
  readonly api: ApiClient;
  readonly membership: Membership;
  readonly store = new MemoryStore();
  readonly engine: SyncEngine;
  readonly writer: RecordWriter;
  /** Live events that were opened, oldest first. */
  readonly live: LivePayload[] = [];
  readonly #connection: LiveConnection;
  readonly #exchange: LiveExchange;
  readonly #pools: PoolSealer;

  private constructor(system: System, person: Person, membership: Membership) {
    this.system = system;
    this.person = person;
    this.membership = membership;
    const api = (this.api = person.apiAt(system.origin));
    this.#pools = new PoolSealer(api);
    const sequence = countingSequence();
    this.engine = this.#engineOn(this.store);
    this.writer = new RecordWriter({ api, membership, sequence });
    this.#connection = new LiveConnection({
      origin: system.origin,
      token: () => person.identity.token,
      backOff: { first: 50, most: 400 },
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
      sequence,
      connection: this.#connection,
      bell: (alarm) => void person.alarms.push(alarm),
      heard: (payload) => void this.live.push(payload),
    });
  }

  /** Signs up with the code that comes to the phone, and makes the account's first device. */
  static async signUp(system: System, brought: Brought = {}): Promise<HeadlessBrowser> {
    const codeFor = (mobile: string): Promise<string> => system.oneTimePassword(mobile);
    const person = await newPerson(system.origin, { codeFor }, { origin: system.origin, ...brought });
    return new HeadlessBrowser(system, person, await person.membershipAt(system.origin));
  }

  /** Links the rehearsal phone: presses its button, types its digits here, says at the phone what is shown here. */
  async linkPhone(): Promise<Id> {
    await atHandset(this.system, '/agent/link');
    for (;;) {
      const phone = await this.#linkOnce().catch((error: unknown) => {
        // The phone has asked anew meanwhile: its number became known, or its button was pressed.
        if (error instanceof CodedError && error.code.startsWith('link-')) return null;
        throw error;
      });
      if (phone === null) continue;
      await atHandset(this.system, '/agent/confirm', { linked: true });
      return phone;
    }
  }

  /** Links the gateway: names the account on its page, types its digits here, says there what is shown here. */
  async linkGateway(name: 'gateway' | 'gateway2' = 'gateway'): Promise<Id> {
    const url = name === 'gateway' ? this.system.gatewayUrl : this.system.gateway2Url;
    const post = async (path: string, form: Record<string, string>): Promise<void> => {
      await fetch(url + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
    };
    await post('/link', { account: this.person.email });
    const gateway = await this.#answerLink(() => gatewayDigits(this.system, name));
    await post('/confirm', { linked: 'yes' });
    return gateway;
  }

  #linkOnce(): Promise<Id> {
    return this.#answerLink(() => this.#digits());
  }

  /** Answers the device that asks and types the digits that it shows beyond those of before. */
  async #answerLink(shown: () => string[]): Promise<Id> {
    const { api, membership, person } = this;
    const bell = (alarm: Alarm): void => void person.alarms.push(alarm);
    const pending = await until('a device that asks to be linked', async () =>
      (await listLinks(api)).links.find(({ state }) => state === 'waiting'),
    );
    const shownBefore = shown().length;
    const link = await TrustedLink.answer({ api, membership, bell }, pending);
    const reveal = await link.ready();
    const digits = await until('the digits', () => shown()[shownBefore]);
    const { ok } = await link.submit(digits);
    if (!ok) throw new Error('the digits were refused');
    return reveal.device.id;
  }

  /** Listens to live events from now on. */
  async listen(): Promise<void> {
    this.#connection.start();
    await until('the live channel', () => this.#connection.connected || undefined);
  }

  heard(what: string, match: (event: LivePayload) => boolean): Promise<LivePayload> {
    return until(`the live event “${what}”`, () => this.live.find(match));
  }

  /** Sends a live event to a device; false when there is no connection. */
  say(payload: LivePayload, to: Id): Promise<boolean> {
    return this.#exchange.send(payload, to);
  }

  /** A phone's own key; or the day's of a gateway's pool, once a gateway has made it. */
  async #sealTo(target: Id, how: { signal?: AbortSignal }): Promise<Id | DayKey> {
    const { membership, api } = this;
    if (membership.chain.device(target)?.platform !== 'gateway') return target;
    const { chain, keyring } = membership;
    const put = await getGatewaySettings(api, target, { ...PATIENTLY, ...how });
    const settings = put && (await openGatewaySettings({ put, chain, as: { keyring } })).settings;
    const standing = poolStanding(chain, settings?.gateway ?? target, settings);
    const find = () => this.#pools.keyFor(standing, chain, { ...PATIENTLY, ...how });
    return until('a key of the day', async () => (await find()) ?? undefined);
  }

  /** Hands texts to a phone or a gateway and resolves, however long the server is away, with the batch's id once it is committed. */
  async send(target: Id, texts: BatchText[], how: { signal?: AbortSignal } = {}): Promise<Id> {
    const { chain, identity } = this.membership;
    const batch = await sealBatch({
      chain,
      by: identity.keys,
      target: await this.#sealTo(target, how),
      content: { v: 1, createdAt: new Date().toISOString(), texts },
      priority: 5,
      notBefore: null,
      expires: new Date(Date.now() + BATCH_MS).toISOString(),
    });
    await postBatch(this.api, batch, { ...PATIENTLY, ...how });
    return batch.id;
  }

  /** Reads, however long the server is away, until the condition holds of what was read. */
  read<T>(
    what: string,
    condition: (store: MemoryStore) => T | undefined | Promise<T | undefined>,
    ms = 60_000,
  ): Promise<T> {
    const signal = AbortSignal.timeout(ms);
    const ask = async (): Promise<T | undefined> => {
      await this.engine.catchUp({ ...PATIENTLY, signal });
      return condition(this.store);
    };
    return until(what, ask, ms);
  }

  /** What somebody reads who has read nothing before. */
  async readAfresh(): Promise<MemoryStore> {
    const store = new MemoryStore();
    await this.#engineOn(store).catchUp(PATIENTLY);
    return store;
  }

  close(): void {
    this.#connection.stop();
  }

  #engineOn(store: MemoryStore): SyncEngine {
    const { api, membership, person } = this;
    return new SyncEngine({ api, membership, store, bell: (alarm) => void person.alarms.push(alarm) });
  }

  /** All digits that the agent has printed, oldest first. */
  #digits(): string[] {
    return this.system
      .linesOf('phone')
      .filter((line) => line.includes('"digits"'))
      .map((line) => (JSON.parse(line) as { digits: string }).digits);
  }
}

/** All digits that the gateway has shown, oldest first. */
function gatewayDigits(system: System, name: 'gateway' | 'gateway2'): string[] {
  return system.linesOf(name).flatMap((line) => /shows (\d{3}) (\d{3}):/.exec(line)?.slice(1).join('') ?? []);
}

function countingSequence(): SequenceStore {
  const last = { author: 0, live: 0 };
  return {
    reserve: (counter, count) => {
      last[counter] += count;
      return Promise.resolve(last[counter] - count + 1);
    },
    raise: (counter, above) => {
      last[counter] = Math.max(last[counter], above);
      return Promise.resolve();
    },
  };
}
