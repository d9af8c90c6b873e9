import { Membership, NotAMember, SettingsKeeper } from '@smseal/client';
import { gatewayRoute, type RoutedText } from '@smseal/policy';
import { CodedError, type GatewaySettings, type Id } from '@smseal/protocol';
import { poolStanding } from '@smseal/seal';
import type { NationalTable } from '@smseal/sms';
import { Teller } from '../callback/teller.ts';
import { Carriers } from '../connector/carriers.ts';
import type { Connector } from '../connector/connector.ts';
import type { InboundText } from '../inbound/inbound-desk.ts';
import { InboundStore } from '../inbound/inbound-store.ts';
import type { ApiKeys } from '../http/authentication.ts';
import { GatewaySecret } from '../http/gateway-secret.ts';
import { DailyAllowance, type DayLeft } from '../limit/daily-allowance.ts';
import { Gate } from '../limit/gate.ts';
import type { Route } from '../message/explain-timeline.ts';
import { MessageDesk } from '../message/message-desk.ts';
import { MessageIds } from '../message/message-ids.ts';
import { SendDesk } from '../message/send-desk.ts';
import type { NoticeDesk } from '../notice/notice-desk.ts';
import { BatchAuthor } from '../outbox/batch-author.ts';
import { Dispatcher } from '../outbox/dispatcher.ts';
import { EventReporter } from '../outbox/event-reporter.ts';
import { LeaseDesk } from '../outbox/lease-desk.ts';
import { Companions } from '../pool/companions.ts';
import { DayKeys } from '../pool/day-keys.ts';
import { ServerEars } from './server-ears.ts';
import { ConnectorsChanged, PoolChanged } from './begin-anew.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { StatusReader } from '../status/gateway-status.ts';
import { StatusLine } from '../status/status-line.ts';
import { SuppressionDesk } from '../suppression/suppression-desk.ts';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';

/** A confirmation that comes later than this is of no use, ms. */
const CONFIRM_MS = 60 * 60_000;

/** What a gateway has in hand before it begins. */
interface Opened {
  membership: Membership;
  keeper: SettingsKeeper;
  secret: GatewaySecret;
  allowance: DailyAllowance;
  keys: DayKeys;
}

/** A linked gateway at work for one account. */
export class Gateway {
  readonly author: BatchAuthor;
  /** Takes what programs want to be sent. */
  readonly sending: SendDesk;
  /** Says what became of it. */
  readonly messages: MessageDesk;
  readonly #teller: Teller;
  readonly #carriers: Carriers;
  readonly #suppressions: SuppressionDesk;
  readonly #gate: Gate;
  readonly #options: GatewayOptions;
  readonly #membership: Membership;
  readonly #over = new AbortController();
  readonly #reporter: EventReporter;
  readonly #leases: LeaseDesk;
  readonly #dispatcher: Dispatcher;
  readonly #ears: ServerEars;
  readonly #keeper: SettingsKeeper;
  readonly #keys: DayKeys;
  readonly #secret: GatewaySecret;
  readonly #status: StatusReader;
  readonly #line: StatusLine;
  readonly #companions: Companions;
  /** What the way out was made from. */
  readonly #connectors: GatewaySettings['connectors'];

  private constructor(options: GatewayOptions, opened: Opened) {
    const { membership, keeper, secret, allowance, keys } = opened;
    this.#options = options;
    this.#membership = membership;
    this.#keeper = keeper;
    this.#keys = keys;
    this.#secret = secret;
    this.#connectors = keeper.settings?.connectors ?? [];
    this.#pool = keeper.settings?.gateway ?? membership.identity.keys.id;
    const { api, sequence, now, bell, log, store } = options;
    const { spoolFolder } = options;
    this.#teller = new Teller({ account: this.account, settings: this.settings, log, spoolFolder });
    this.webhooks.settings(keeper.settings?.webhooks ?? []);
    const named = () => keeper.settings?.suppressions ?? null;
    this.#suppressions = new SuppressionDesk({ api, membership, store, named, bell, log, now });
    this.#gate = new Gate({
      allowance,
      suppressions: this.#suppressions,
      opened: () => this.#dispatcher.pump(),
    });
    const { signal } = this.#over;
    this.#reporter = new EventReporter({
      api,
      membership,
      signal,
      stored: (work) => this.#dispatcher.stored(work),
    });
    const ids = new MessageIds(secret);
    this.author = new BatchAuthor({
      api,
      membership,
      signal,
      to: () => keys.current(),
      newBatchId: (owner) => ids.newBatch(owner),
      room: (priority) => this.#leases.room(priority),
      reserve: (texts) => this.#dispatcher.reserve(texts),
      release: (texts) => this.#dispatcher.release(texts),
      cleared: (works, reserved) =>
        void allowance.kept().then(
          () => this.#dispatcher.cleared(works, reserved),
          () => log('error', 'the count of the day could not be kept, and texts do not leave'),
        ),
      leased: (work, lease) => this.#leases.own(work, lease),
      committed: () => this.#leases.wake(),
      revoked: () => this.#keeper.wake(),
    });
    this.#status = new StatusReader({
      keeper,
      suppressions: this.#suppressions,
      connectors: () => this.connectors,
      dispatcher: () => this.#dispatcher,
      webhooks: this.webhooks,
    });
    this.#line = new StatusLine({
      api,
      membership,
      bell,
      relay: (event) => this.#ears.send(event),
      reader: this.#status,
      webhooks: this.webhooks,
      now,
    });
    this.#companions = new Companions({
      api,
      membership,
      keys,
      standing: () => poolStanding(membership.chain, this.#pool, keeper.settings),
      dispatcher: () => this.#dispatcher,
      gone: () => this.#leases.wake(),
    });
    this.#carriers = new Carriers({
      settings: this.#connectors,
      rehearsal: options.rehearsal,
      gateway: membership.identity.keys.id,
      store: new InboundStore({ api, membership, sequence, signal }),
      arrived: (text) => this.#arrived(text),
      receipt: (receipt, connector) => this.#companions.receipt(receipt, connector),
      dispatcher: () => this.#dispatcher,
      log,
      now,
    });
    this.#leases = new LeaseDesk({
      departures: options.departures,
      api,
      membership,
      open: (batch, how) => keys.open(batch, how),
      absences: this.#companions.absences,
      bell,
      reporter: this.#reporter,
      dispatcher: () => this.#dispatcher,
    });
    this.#dispatcher = new Dispatcher({
      connectors: this.connectors,
      isTakenUp: () => this.#leases.isTakenUp,
      isAlone: (keeper.settings?.members.length ?? 1) === 1,
      now,
      watermark: async (work, indexes) => {
        await allowance.kept();
        await this.#reporter.watermark(work, indexes);
      },
      mayLeave: (text) => this.#suppressions.mayLeave(text),
      allowed: (textClass) => this.#gate.allowed(textClass),
      counted: (texts) => allowance.count(texts),
      pace: this.#gate.pace,
      departures: options.departures,
      told: (work, event) => {
        this.#reporter.soon(work);
        if (event.state === 'sent' && event.carrierId !== undefined) this.#status.sent(now());
        this.#companions.told(work, event);
        this.#teller.tell(work, event);
      },
      safe: (work) => this.#reporter.told(work),
      left: (work) => this.#leases.left(work),
    });
    this.sending = new SendDesk({
      author: this.author,
      secret,
      settings: () => keeper.settings,
      composing: (from) => ({ tables: this.#tables(from), country: undefined }),
      isSuppressed: (number) => this.#suppressions.isSuppressed(number),
      recipientsOf: (texts) => this.messages.recipientsOf(texts),
      now,
    });
    this.messages = new MessageDesk({
      api,
      membership,
      open: (batch, how) => keys.open(batch, how),
      ids,
      now,
      signal,
      tables: this.#tables,
      route: (text) => this.#routeOf(text),
      leave: (textClass) => this.#gate.mayLeave(textClass),
      isConnected: (from) => this.#dispatcher.connectorFor(from).state.state === 'bound',
      attempts: (message) => this.#teller.attempts(message),
      stop: (place) => this.#leases.stop(place),
    });
    this.#ears = new ServerEars({
      origin: api.origin,
      identity: options.identity,
      membership,
      keeper,
      keys,
      suppressions: this.#suppressions,
      leases: this.#leases,
      line: this.#line,
      over: this.#over,
    });
  }

  /** Whom this gateway sends with; by itself it is a pool of one. */
  readonly #pool: Id;

  /** Takes the server's notices; null while the settings name no carrier. */
  get notices(): NoticeDesk | null {
    return this.#carriers.notices;
  }

  /** Where it stands: no number and no text. */
  get status(): StatusReader {
    return this.#status;
  }

  get account(): Id {
    return this.#options.identity.account;
  }

  /** What the gateway obeys now; null before it knows any. */
  readonly settings = (): GatewaySettings | null => this.#keeper.settings;

  /** API keys that hold now. */
  readonly apiKeys: ApiKeys = () => this.#keeper.settings?.apiKeys ?? [];

  /** What the owner's limit leaves for the day; null where there is none. */
  readonly dayLeft = (): DayLeft | null => this.#gate.allowance.today;

  get webhooks(): WebhookDesk {
    return this.#teller.webhooks;
  }

  /** The ways out, in the order of the settings. */
  get connectors(): readonly Connector[] {
    return this.#carriers.connectors;
  }

  /** Shift tables that the way out of a sender's texts passes on. */
  readonly #tables = (from: string | null): readonly NationalTable[] =>
    this.#dispatcher.connectorFor(from).tables;

  /** The way of a text, and why it is this one. */
  #routeOf(text: RoutedText): Route {
    const isUp = (id: string) => this.connectors.some((one) => one.id === id && one.state.state === 'bound');
    return { gateway: this.#membership.identity.keys.id, ...gatewayRoute(this.#connectors, text, isUp) };
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
    const secret = await GatewaySecret.of(identity.keys);
    if (keeper.settings) secret.renew(keeper.settings.secret);
    const pool = keeper.settings?.gateway ?? identity.keys.id;
    const standing = () => poolStanding(membership.chain, pool, keeper.settings);
    const keys = new DayKeys({ api, membership, standing, bell });
    await keys.refresh(how);
    const allowance = await DailyAllowance.open({
      store: options.dayCount,
      now: options.now,
      log: options.log,
    });
    gateway = new Gateway(options, { membership, keeper, secret, allowance, keys });
    gateway.#gate.obey(keeper.settings);
    return gateway;
  }

  /** Works until the signal aborts, then ends in order. @throws NotAMember; the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    const until = AbortSignal.any([signal, this.#over.signal]);
    this.#dispatcher.paused = this.#keeper.settings?.paused ?? false;
    this.#carriers.start();
    this.#ears.start();
    try {
      await Promise.all([
        this.#leases.run(until),
        this.#keeper.run(until),
        this.#keys.run(until),
        this.#companions.run(until),
        this.#suppressions.run(until),
        this.#gate.run(until),
      ]);
    } catch (error) {
      if (error instanceof CodedError && error.code === 'unauthenticated') throw new NotAMember();
      throw until.aborted ? until.reason : error;
    } finally {
      await this.#end();
    }
  }

  /** Does at once what new settings say. */
  obey(settings: GatewaySettings): void {
    if (settings.gateway !== this.#pool) return this.#over.abort(new PoolChanged());
    this.#secret.renew(settings.secret);
    this.#keys.wake();
    this.#dispatcher.paused = settings.paused;
    this.#gate.obey(settings);
    this.webhooks.settings(settings.webhooks);
    const before = JSON.stringify(this.#connectors);
    if (before !== JSON.stringify(settings.connectors)) this.#over.abort(new ConnectorsChanged());
  }

  async #end(): Promise<void> {
    this.#dispatcher.paused = true;
    await this.#carriers.stop();
    const last = AbortSignal.timeout(3_000);
    await Promise.race([
      this.#reporter.flushAll().then(() => this.#leases.giveBack(last)),
      new Promise((resolve) => last.addEventListener('abort', resolve)),
    ]).catch(() => undefined);
    await this.#gate.close();
    this.#options.departures.close();
    await this.#teller.stop();
    this.#line.stop();
    this.#ears.stop();
    this.#over.abort();
  }

  /** A text is safe with the account: whoever wrote it is heard, and programs that want to know are told. */
  async #arrived({ record, ...text }: InboundText): Promise<void> {
    this.webhooks.tell({ type: 'message.received', id: record, ...text });
    const confirmation = await this.#suppressions.hear({ ...text, record });
    if (confirmation === null) return;
    const { now, log } = this.#options;
    const answer = { to: [text.from], from: text.to, text: confirmation, simSlot: null };
    await this.author
      .post({ texts: [answer], priority: 0, notBefore: null, expires: now() + CONFIRM_MS })
      .catch(() => log('error', 'a confirmation could not be handed in'));
  }
}
