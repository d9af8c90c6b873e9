import { RecordWriter, type AlarmBell, type ApiClient, type Membership } from '@smseal/client';
import type { DirectEvent, LivePayload } from '@smseal/protocol';
import { StateWriter } from '../conversation/state-writer.ts';
import type { PendingLinkView } from '../engine-api.ts';
import type { CampaignActs } from '../campaign/campaign-acts.ts';
import type { GatewayStatusView, WebhookAttemptsView } from '../gateway/gateway-api.ts';
import type { GatewayDesk } from '../gateway/gateway-desk.ts';
import type { GatewayWatch } from '../gateway/gateway-watch.ts';
import type { SuppressionFollowers } from '../gateway/suppression-followers.ts';
import type { Vault } from '../key/vault.ts';
import { TrustedLinks } from '../link/trusted-links.ts';
import type { ErasureDesk } from '../erasure/erasure-desk.ts';
import { KeptErasures } from '../erasure/kept-erasures.ts';
import type { WrittenPages } from '../erasure/look-for.ts';
import { Commands } from '../live/commands.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import { AttachmentOpener } from '../message/attachment-opener.ts';
import { SealTarget } from '../gateway/seal-target.ts';
import { Sender } from '../outbox/sender.ts';
import { Unposted } from '../outbox/unposted.ts';
import { SharedSettings } from '../setting/shared-settings.ts';
import { ChainActs } from './chain-acts.ts';

export interface SessionActsOptions {
  api: ApiClient;
  membership: Membership;
  mailbox: Mailbox;
  store: MailboxStore;
  vault: Vault;
  database: IDBDatabase;
  bell: AlarmBell;
  /** Relays a live event; false when there is no connection. */
  relay: (payload: LivePayload, to: string) => Promise<boolean>;
  /** Hands an event for one device to the relay; false when there is no connection. */
  relayDirect: (event: DirectEvent) => boolean;
  tellLinks: (links: PendingLinkView[]) => void;
  tellGateways: (version: number) => void;
  /** More of a text to many was handed in. */
  tellCampaigns: () => void;
  tellErasures: (version: number) => void;
  /** What is kept of the mailbox on the disk. */
  pages: WrittenPages;
  /** Reads everything that the server has now. */
  catchUp: () => Promise<void>;
  /** Whether every text that the server has is here. */
  isWhole: () => boolean;
  conversationOf: (parties: readonly string[]) => Promise<string>;
  tellStatus: (status: GatewayStatusView) => void;
  tellAttempts: (attempts: WebhookAttemptsView) => void;
  signal: AbortSignal;
}

/** What a person can do with a linked browser, each in its own hands. */
export class SessionActs {
  readonly chain: ChainActs;
  readonly links: TrustedLinks;
  readonly commands: Commands;
  readonly sender: Sender;
  readonly states: StateWriter;
  readonly settings: SharedSettings;
  readonly attachments: AttachmentOpener;
  readonly #makeGateways: () => Promise<GatewayDesk>;
  readonly #options: SessionActsOptions;
  readonly #unposted: Unposted;
  readonly #writer: RecordWriter;
  readonly #sealTo: SealTarget;
  readonly #keptErasures: KeptErasures;
  #gateways: Promise<GatewayDesk> | null = null;
  #campaigns: Promise<CampaignActs> | null = null;
  #erasures: Promise<ErasureDesk> | null = null;
  #erasureTold = 0;
  #watch: Promise<GatewayWatch> | null = null;
  #followers: SuppressionFollowers | null = null;

  constructor(options: SessionActsOptions) {
    this.#options = options;
    const { api, membership, mailbox, store, vault, bell, signal } = options;
    const me = membership.identity.keys.id;
    const now = () => api.clock.corrected();
    const writer = new RecordWriter({ api, membership, sequence: vault });
    const unposted = new Unposted(options.database);
    this.#unposted = unposted;
    this.#keptErasures = new KeptErasures(options.database);
    this.#writer = writer;
    this.chain = new ChainActs({ api, membership });
    this.links = new TrustedLinks({ api, membership, bell, signal, tell: options.tellLinks });
    this.commands = new Commands({ send: options.relay, now });
    this.#sealTo = new SealTarget({ api, membership, gateways: () => this.gateways() });
    this.sender = new Sender({ api, membership, store, unposted, sealTo: this.#sealTo, signal });
    this.states = new StateWriter({ mailbox, store, writer, me, now, signal });
    this.settings = new SharedSettings({
      mailbox,
      store,
      writer,
      keyring: () => membership.keyring,
      me,
      now,
    });
    this.attachments = new AttachmentOpener(api, mailbox);
    this.#makeGateways = async () => {
      const { GatewayDesk } = await import('../gateway/gateway-desk.ts');
      const listEnd = async () => (await this.#suppressions()).end();
      return new GatewayDesk({ api, membership, pins: vault, bell, listEnd, tell: options.tellGateways });
    };
  }

  /** Loaded when it is first asked for: most accounts have no gateway. */
  gateways(): Promise<GatewayDesk> {
    this.#gateways ??= this.#makeGateways();
    return this.#gateways;
  }

  /** Loaded when it is first asked for: most sessions send to nobody but one. */
  campaigns(): Promise<CampaignActs> {
    this.#campaigns ??= this.#makeCampaigns();
    return this.#campaigns;
  }

  /** Goes on with texts to many that an earlier tab could not hand in. */
  async resumeCampaigns(): Promise<void> {
    if ((await this.#unposted.campaigns()).length > 0) await (await this.campaigns()).poster.resume();
  }

  /** Loaded when it is first asked for: few sessions erase. */
  erasures(): Promise<ErasureDesk> {
    this.#erasures ??= this.#makeErasures();
    return this.#erasures;
  }

  /** Goes on with erasures, those of an earlier tab as well. */
  async tendErasures(): Promise<void> {
    if (this.#erasures === null && !(await this.#keptErasures.some())) return;
    await (await this.erasures()).tend();
  }

  /** Loaded when a screen first looks at a gateway. */
  gatewayWatch(): Promise<GatewayWatch> {
    this.#watch ??= this.#makeWatch();
    return this.#watch;
  }

  /** A gateway says something to this device. Whatever nobody asked for is not looked at. */
  async heardDirect(event: DirectEvent): Promise<void> {
    await (await this.#watch)?.take(event);
  }

  async #makeWatch(): Promise<GatewayWatch> {
    const { GatewayWatch } = await import('../gateway/gateway-watch.ts');
    const { api, membership, bell, relayDirect: relay, tellStatus, tellAttempts } = this.#options;
    return new GatewayWatch({ api, membership, bell, relay, tellStatus, tellAttempts });
  }

  /** The chain may have another gateway: each follows the numbers that must not be texted. */
  async followSuppressions(): Promise<void> {
    const { chain, identity } = this.#options.membership;
    if (!this.#hasGateway || !chain.may(identity.keys.id, 'configure')) return;
    await (await this.#suppressions()).update();
  }

  get #hasGateway(): boolean {
    return [...this.#options.membership.chain.devices.values()].some(
      ({ platform }) => platform === 'gateway',
    );
  }

  async #suppressions(): Promise<SuppressionFollowers> {
    const { api, membership, vault, bell, signal } = this.#options;
    const { SuppressionFollowers } = await import('../gateway/suppression-followers.ts');
    this.#followers ??= new SuppressionFollowers({ api, membership, store: vault, bell, signal });
    return this.#followers;
  }

  async #makeErasures(): Promise<ErasureDesk> {
    const { ErasureDesk } = await import('../erasure/erasure-desk.ts');
    return new ErasureDesk({
      ...this.#options,
      unposted: this.#unposted,
      kept: this.#keptErasures,
      sender: this.sender,
      states: this.states,
      tell: () => this.#options.tellErasures(++this.#erasureTold),
      suppressed: async (numbers) => {
        if (!this.#hasGateway || numbers.length === 0) return [];
        return numbers.filter(await (await this.#suppressions()).read());
      },
    });
  }

  async #makeCampaigns(): Promise<CampaignActs> {
    const { CampaignActs } = await import('../campaign/campaign-acts.ts');
    const { mailbox, tellCampaigns } = this.#options;
    const contacts = mailbox.contacts;
    const acts = new CampaignActs({
      ...this.#options,
      unposted: this.#unposted,
      sealTo: this.#sealTo,
      writer: this.#writer,
      tell: tellCampaigns,
      settings: async (target) => (await this.gateways()).settingsOf(target),
      suppressions: async () => (this.#hasGateway ? (await this.#suppressions()).read() : () => false),
      country: () => this.settings.country(),
      nameOf: (number) => contacts.nameOf(number),
      formatted: (number) => contacts.formatted(number),
      language: navigator.language,
    });
    await acts.poster.look();
    return acts;
  }

  /** What is known of gateways may be old. */
  gatewaysStale(): void {
    this.#gateways?.then(
      (desk) => desk.stale(),
      () => (this.#gateways = null),
    );
  }
}
