import {
  LiveConnection,
  Membership,
  NotAMember,
  SettingsKeeper,
  type Alarm,
  type ApiClient,
  type DeviceIdentity,
  type MembershipStore,
  type SequenceStore,
  type SettingsStore,
} from '@smseal/client';
import { CodedError, type GatewaySettings, type ServerMessage } from '@smseal/protocol';
import type { Connector } from '../connector/connector.ts';
import { makeConnector } from '../connector/make-connector.ts';
import { InboundDesk, type InboundText } from '../inbound/inbound-desk.ts';
import type { ApiKeys } from '../http/authentication.ts';
import type { Log } from '../log/log.ts';
import type { ComposeOptions } from '../message/compose.ts';
import { BatchAuthor } from '../outbox/batch-author.ts';
import { Dispatcher } from '../outbox/dispatcher.ts';
import { EventReporter } from '../outbox/event-reporter.ts';
import { LeaseDesk } from '../outbox/lease-desk.ts';

export interface GatewayOptions {
  api: ApiClient;
  identity: DeviceIdentity;
  store: MembershipStore & SettingsStore;
  sequence: SequenceStore;
  bell: (alarm: Alarm) => void;
  log: Log;
  /** The rehearsal carrier, used while the settings name no connector; null where there is none. */
  rehearsal: string | null;
  now: () => number;
}

const SWEEP_MS = 60_000;

/** The way out is another one now: the gateway begins anew with it. */
export class ConnectorsChanged extends Error {
  override readonly name = 'ConnectorsChanged';
}

/** A linked gateway at work for one account. */
export class Gateway {
  readonly author: BatchAuthor;
  readonly inbound: InboundDesk;
  readonly #options: GatewayOptions;
  readonly #membership: Membership;
  readonly #over = new AbortController();
  readonly #reporter: EventReporter;
  readonly #leases: LeaseDesk;
  readonly #dispatcher: Dispatcher;
  readonly #live: LiveConnection;
  readonly connector: Connector;
  readonly #keeper: SettingsKeeper;
  /** What the way out was made from. */
  readonly #connectors: GatewaySettings['connectors'];

  private constructor(options: GatewayOptions, membership: Membership, keeper: SettingsKeeper) {
    this.#options = options;
    this.#membership = membership;
    this.#keeper = keeper;
    this.#connectors = keeper.settings?.connectors ?? [];
    const { api, sequence, now, bell } = options;
    const { signal } = this.#over;
    this.#reporter = new EventReporter({ api, membership, signal });
    this.author = new BatchAuthor({
      api,
      membership,
      signal,
      room: () => this.#leases.room,
      leased: (work, lease) => this.#leases.own(work, lease),
      committed: () => this.#leases.wake(),
    });
    this.inbound = new InboundDesk({
      api,
      membership,
      sequence,
      now,
      signal,
      arrived: (text) => this.#arrived(text),
    });
    this.connector = makeConnector(this.#connectors, {
      rehearsal: options.rehearsal,
      events: {
        room: () => this.#dispatcher.pump(),
        receipt: (receipt) => Promise.resolve(this.#dispatcher.receipt(receipt)),
        message: (message) => this.inbound.take(message, this.connector.name),
        state: ({ state, reason }) => options.log('info', 'connector', { state, reason }),
      },
    });
    this.#leases = new LeaseDesk({
      api,
      membership,
      bell,
      reporter: this.#reporter,
      dispatcher: () => this.#dispatcher,
    });
    this.#dispatcher = new Dispatcher({
      connector: this.connector,
      now,
      watermark: (work, indexes) => this.#reporter.watermark(work, indexes),
      told: (work) => this.#reporter.soon(work),
      left: (work) => this.#leases.left(work),
    });
    this.#live = new LiveConnection({
      origin: api.origin,
      token: () => options.identity.token,
      listener: {
        ready: () => this.#woken(),
        message: (message) => this.#hear(message),
        closed: ({ final }) => {
          if (final !== null) this.#over.abort(new NotAMember());
        },
      },
    });
  }

  /** API keys that hold now. */
  readonly apiKeys: ApiKeys = () => this.#keeper.settings?.apiKeys ?? [];

  /** What the way out allows a text to be. */
  get composing(): ComposeOptions {
    return { tables: this.connector.tables, country: undefined };
  }

  /** Opens what the folder knows of the account, or fetches it. */
  static async open(options: GatewayOptions, signal: AbortSignal): Promise<Gateway> {
    const { api, identity, store, bell } = options;
    const how = { signal, retry: 'until-aborted' } as const;
    const membership = await Membership.open({ api, identity, store, bell }, how);
    let gateway: Gateway | null = null;
    const keeper = new SettingsKeeper({
      api,
      membership,
      store,
      bell,
      changed: (settings) => gateway?.obey(settings),
    });
    await keeper.load(how);
    gateway = new Gateway(options, membership, keeper);
    return gateway;
  }

  /** Works until the signal aborts, then ends in order. @throws NotAMember; the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    const until = AbortSignal.any([signal, this.#over.signal]);
    const sweeping = setInterval(
      () => void this.inbound.sweep(this.connector.name).catch(() => undefined),
      SWEEP_MS,
    );
    this.#dispatcher.paused = this.#keeper.settings?.paused ?? false;
    this.connector.start();
    this.#live.start();
    try {
      await Promise.all([this.#leases.run(until), this.#keeper.run(until)]);
    } catch (error) {
      if (error instanceof CodedError && error.code === 'unauthenticated') throw new NotAMember();
      throw until.aborted ? until.reason : error;
    } finally {
      clearInterval(sweeping);
      await this.#end();
    }
  }

  /** Does at once what new settings say. */
  obey(settings: GatewaySettings): void {
    this.#dispatcher.paused = settings.paused;
    const before = JSON.stringify(this.#connectors);
    if (before !== JSON.stringify(settings.connectors)) this.#over.abort(new ConnectorsChanged());
  }

  async #end(): Promise<void> {
    this.#dispatcher.paused = true;
    await this.connector.stop();
    const last = AbortSignal.timeout(3_000);
    await Promise.race([
      this.#reporter.flushAll().then(() => this.#leases.giveBack(last)),
      new Promise((resolve) => last.addEventListener('abort', resolve)),
    ]).catch(() => undefined);
    this.#live.stop();
    this.#over.abort();
  }

  #woken(): void {
    this.#leases.wake();
    this.#keeper.wake();
    void this.#refresh();
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'outbox') this.#leases.wake();
    if (message.type === 'chain') void this.#refresh();
    if (message.type === 'settings') this.#keeper.wake();
  }

  async #refresh(): Promise<void> {
    try {
      await this.#membership.refresh({ signal: this.#over.signal });
    } catch (error) {
      if (error instanceof NotAMember) this.#over.abort(error);
    }
  }

  #arrived(text: InboundText): void {
    this.#options.log('info', 'a text came in', { connector: text.connector });
  }
}
