import {
  FeedRefused,
  isAccountClosed,
  Membership,
  SyncEngine,
  pause,
  type Alarm,
  type ApiClient,
  type DeviceIdentity,
  type LiveEnd,
} from '@smseal/client';
import type { LivePayload } from '@smseal/protocol';
import { cacheKey, conversationId, SealError } from '@smseal/seal';
import { memoised } from '../cache/memoised.ts';
import { CacheBroken, SealedCache } from '../cache/sealed-cache.ts';
import { PictureShelf } from '../contact/picture-shelf.ts';
import type { EngineEvents, PhoneView } from '../engine-api.ts';
import type { Vault } from '../key/vault.ts';
import { LiveLink, type Hint } from '../live/live-link.ts';
import { PhoneStates } from '../live/phone-states.ts';
import type { Changes } from '../mailbox/change-tracker.ts';
import { Mailbox } from '../mailbox/mailbox.ts';
import { MailboxStore } from '../mailbox/mailbox-store.ts';
import type { Opened } from '../mailbox/opened-record.ts';
import { SyncReport } from '../sync/sync-report.ts';
import { Throttle } from '../throttle.ts';
import { deviceViews } from './device-views.ts';
import { isOver } from './is-over.ts';
import { phoneViews } from './phone-views.ts';
import { Presence } from './presence.ts';
import { SessionActs } from './session-acts.ts';

/** Pushes an event to the screens. */
export type Tell = <E extends keyof EngineEvents>(event: E, data: EngineEvents[E]) => void;

export interface DeviceSessionOptions {
  database: IDBDatabase;
  vault: Vault;
  identity: DeviceIdentity;
  api: ApiClient;
  tell: Tell;
  /** Something of the mailbox changed; the engine tells the screens. */
  changed: (changes: Changes) => void;
  /** The chain, or who is connected, may be another. */
  chainMoved: () => void;
  /** This device is one no longer, and everything here is to go; or its account is closed, and everything waits. */
  over: (why: 'removed' | 'closed') => void;
}

const TELL_MS = 100;
/** How long after a refusal the server is asked again. */
const AGAIN_MS = 30_000;
/** An incoming text older than this is history, not news. */
const NEWS_MS = 15 * 60 * 1000;

/** Everything that a linked browser does: it reads, follows, seals, sends and keeps. */
export class DeviceSession {
  readonly me: string;
  readonly api: ApiClient;
  readonly membership: Membership;
  readonly mailbox: Mailbox;
  readonly store: MailboxStore;
  readonly pictures = new PictureShelf();
  readonly report: SyncReport;
  readonly phones = new PhoneStates();
  readonly acts: SessionActs;
  readonly presence: Presence;
  /** Resolves when there is something to show, or nothing to wait for. */
  readonly usable: Promise<void>;
  /** Resolves when everything that the cache held is here. */
  readonly restored: Promise<void>;
  readonly #options: DeviceSessionOptions;
  readonly #cache: SealedCache;
  readonly #sync: SyncEngine;
  readonly #live: LiveLink;
  readonly #stop = new AbortController();
  readonly #tellPhones: Throttle;
  readonly #becomeUsable: () => void;
  readonly #becomeRestored: () => void;
  #whole = false;
  #purges = 0;
  /** Whether the first reading is still going on. */
  #reading = true;

  private constructor(options: DeviceSessionOptions, membership: Membership, secret: CryptoKey) {
    const { api, vault, tell } = options;
    this.#options = options;
    this.api = api;
    this.membership = membership;
    this.me = membership.identity.keys.id;
    const usable = Promise.withResolvers<void>();
    this.usable = usable.promise;
    this.#becomeUsable = usable.resolve;
    const restored = Promise.withResolvers<void>();
    this.restored = restored.promise;
    this.#becomeRestored = restored.resolve;
    const bell = (alarm: Alarm) => this.report.alarm(alarm);
    this.mailbox = new Mailbox(this.pictures, (changes) => this.#changed(changes));
    this.report = new SyncReport({
      loaded: () => this.mailbox.counts,
      skewMs: () => api.clock.skewMs,
      tell: (status) => tell('sync', status),
    });
    this.store = new MailboxStore({
      mailbox: this.mailbox,
      conversationOf: (parties) => this.conversationOf(parties),
      refused: (reason, count) => this.report.refused(reason, count),
      purged: () => this.#purged(),
      arrived: (message) => this.#arrived(message),
    });
    this.#cache = new SealedCache({
      database: options.database,
      key: memoised((epoch) => cacheKey(secret, membership.keyring.at(epoch).cacheSalt)),
      epoch: () => membership.keyring.current().epoch,
      item: (key) => this.store.item(key),
      firstScreen: () => this.store.firstScreen(),
      busy: () => !this.#whole,
    });
    this.#sync = new SyncEngine({
      api,
      membership,
      store: this.store,
      bell,
      total: (kind, count) => this.report.total(kind, count),
      caughtUp: () => this.#caughtUp(),
    });
    this.#live = new LiveLink({
      api,
      membership,
      sequence: vault,
      bell,
      ready: () => this.#connected(),
      hint: (what) => this.#hinted(what),
      heard: (payload, from) => this.#heard(payload, from),
      direct: (event) => void this.acts.heardDirect(event).catch(() => undefined),
      closed: (final) => this.#disconnected(final),
    });
    this.acts = new SessionActs({
      api,
      membership,
      mailbox: this.mailbox,
      store: this.store,
      vault,
      database: options.database,
      bell,
      relay: (payload, to) => this.#live.send(payload, to),
      relayDirect: (event) => this.#live.relay(event),
      tellLinks: (links) => tell('links', links),
      tellGateways: (version) => tell('gateways', { version }),
      tellErasures: (version) => tell('erasures', { version }),
      pages: this.#cache,
      catchUp: () => this.#sync.catchUp({ signal: this.#stop.signal }),
      isWhole: () => this.#whole,
      tellCampaigns: () => this.mailbox.campaignsMoved(),
      conversationOf: (parties) => this.conversationOf(parties),
      tellStatus: (status) => {
        this.presence.heard(status.gateway);
        tell('gatewayStatus', status);
      },
      tellAttempts: (attempts) => tell('webhookAttempts', attempts),
      signal: this.#stop.signal,
    });
    this.presence = new Presence(api, () => this.#peopleChanged());
    this.#tellPhones = new Throttle(TELL_MS, () => tell('phones', this.phoneViews()));
  }

  /** Opens what this browser keeps, or fetches what it needs to begin. @throws NotAMember, CodedError, Unreachable. */
  static async open(options: DeviceSessionOptions): Promise<DeviceSession> {
    const { api, identity, vault } = options;
    const early: Alarm[] = [];
    const membership = await Membership.open({
      api,
      identity,
      store: vault,
      bell: (alarm) => (session ? session.report.alarm(alarm) : early.push(alarm)),
    });
    const session: DeviceSession | null = new DeviceSession(options, membership, await vault.cacheSecret());
    for (const alarm of early) session.report.alarm(alarm);
    return session;
  }

  /** Reads the cache, then the server, for as long as the session lives. @throws CacheBroken. */
  async run(): Promise<void> {
    await this.#readCache();
    this.#becomeUsable();
    this.#becomeRestored();
    this.mailbox.flush();
    this.mailbox.search.prepare(this.mailbox.conversations.all());
    this.store.keepIn(this.#cache);
    this.#options.tell('devices', this.deviceViews());
    this.#tellPhones.ask();
    await this.acts.sender.resume();
    await this.acts.resumeCampaigns();
    await this.acts.tendErasures();
    this.#live.start();
    this.presence.start(this.#stop.signal);
    void this.#read();
  }

  /** Stops everything; nothing is written after this resolves. */
  async close(): Promise<void> {
    this.#stop.abort(new DOMException('the session is over', 'AbortError'));
    this.#live.stop();
    this.mailbox.stop();
    this.report.stop();
    this.#tellPhones.stop();
    await this.#cache.close();
    this.pictures.clear();
  }

  /** This device's own counters. */
  get sequence(): Vault {
    return this.#options.vault;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get online(): boolean {
    return this.#live.connected;
  }

  /** Whether every text that the server has is here. */
  get complete(): boolean {
    return this.#whole;
  }

  /** The network came back, or the page came to the front. */
  wake(): void {
    this.#live.wake();
    this.#sync.wake();
  }

  /** Looks at once for what this device has just caused. */
  look(): void {
    this.#sync.wake();
  }

  conversationOf(parties: readonly string[]): Promise<string> {
    const canonical = parties.map((party) => this.mailbox.contacts.canonical(party));
    return conversationId(this.membership.keyring, canonical);
  }

  deviceName(id: string): string | null {
    return this.membership.chain.device(id)?.name ?? null;
  }

  deviceViews() {
    return deviceViews(this.membership.chain, this.me, this.presence.statuses);
  }

  phoneViews(): PhoneView[] {
    return phoneViews(this);
  }

  /** The chain has grown by our own hand or another's. */
  chainGrown(): void {
    this.#peopleChanged();
  }

  /** @throws CacheBroken once what did not open was thrown away; half of it may be in memory, so nothing here is to be used. */
  async #readCache(): Promise<void> {
    try {
      const cursor = await this.#cache.load((items, part) => {
        this.store.restore(items, null);
        if (part === 'page') return this.report.changed();
        this.mailbox.setCountry(this.acts.settings.country());
        this.report.enter('cache');
        this.mailbox.flush();
        this.mailbox.busy = true;
        this.#becomeUsable();
      });
      this.store.restore([], cursor);
      this.#reading = cursor === null || cursor.first !== null;
      this.mailbox.busy = this.#reading;
    } catch (error) {
      if (error instanceof CacheBroken) await SealedCache.clear(this.#options.database);
      throw error;
    }
  }

  /** Follows the server; after a refusal it looks again from time to time whether the server has become honest. */
  async #read(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      try {
        return await this.#sync.run(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (isOver(error)) return this.#options.over('removed');
        if (isAccountClosed(error)) return this.#options.over('closed');
        this.report.enter('refused');
        if (!(error instanceof FeedRefused || error instanceof SealError)) reportError(error);
      }
      await pause(AGAIN_MS, signal).catch(() => undefined);
    }
  }

  #purged(): void {
    this.acts.attachments.forget();
    this.#options.tell('purged', { version: ++this.#purges });
  }

  #caughtUp(): void {
    if (!this.#whole) {
      this.#whole = true;
      this.mailbox.busy = false;
      this.mailbox.search.prepare(this.mailbox.conversations.all());
      void this.#cache.write();
    }
    this.report.enter(this.#live.connected ? 'live' : 'offline');
    this.acts.tendErasures().catch(reportError);
    this.mailbox.setCountry(this.acts.settings.country());
  }

  #connected(): void {
    if (this.#whole) this.report.enter('live');
    else if (this.#reading && this.report.phase !== 'refused') this.report.enter('first');
    this.#sync.wake();
    void this.#refreshChain();
    void this.presence.look();
    void this.acts.links.look().catch(() => undefined);
    this.acts.gatewaysStale();
    void this.#live.send({ v: 1, type: 'ask-state' }, null);
  }

  #disconnected(final: LiveEnd | null): void {
    if (this.#stop.signal.aborted) return;
    if (final !== null) this.#options.over(final === 'closed' ? 'closed' : 'removed');
    else if (this.report.phase !== 'refused') this.report.enter('offline');
  }

  #hinted(what: Hint): void {
    if (what === 'changed') this.#sync.wake();
    else if (what === 'chain') void this.#refreshChain();
    else if (what === 'settings') this.acts.gatewaysStale();
    else void this.acts.links.look().catch(() => undefined);
  }

  async #refreshChain(): Promise<void> {
    try {
      await this.membership.refresh({ signal: this.#stop.signal });
      this.#peopleChanged();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (isOver(error)) this.#options.over('removed');
      else if (isAccountClosed(error)) this.#options.over('closed');
    }
  }

  #heard(payload: LivePayload, from: string): void {
    const at = new Date(this.api.clock.corrected()).toISOString();
    this.presence.heard(from);
    if (payload.type === 'command-receipt') this.acts.commands.hear(payload);
    if (payload.type === 'sync-progress') this.report.phone(payload);
    if (this.phones.hear(payload, from, at)) this.#tellPhones.ask();
  }

  #changed(changes: Changes): void {
    if (changes.settings) {
      this.mailbox.setCountry(this.acts.settings.country());
      this.#tellPhones.ask();
    }
    this.report.changed();
    this.#options.changed(changes);
  }

  /** Announces a text that has just come in; what is read later, or was muted, is not news. */
  #arrived({ conversation: id, payload }: Opened<'message'>): void {
    if (!this.#whole || payload.direction !== 'in' || payload.read) return;
    if (Date.parse(payload.at) < this.api.clock.corrected() - NEWS_MS) return;
    const conversation = this.mailbox.conversations.get(id);
    if (!conversation || conversation.state?.muted?.value || conversation.state?.archived?.value) return;
    const title = this.mailbox.conversations.title(conversation);
    this.#options.tell('incoming', { conversation: id, title, text: payload.text });
  }

  #peopleChanged(): void {
    this.#options.chainMoved();
    // Outages and refusals are met again at the next change, and have rung where they matter.
    this.acts.followSuppressions().catch(() => undefined);
    this.#options.tell('devices', this.deviceViews());
    this.#tellPhones.ask();
  }
}
