import { RecordWriter, type AlarmBell, type ApiClient, type Membership } from '@smseal/client';
import type { LivePayload } from '@smseal/protocol';
import { StateWriter } from '../conversation/state-writer.ts';
import type { PendingLinkView } from '../engine-api.ts';
import type { GatewayDesk } from '../gateway/gateway-desk.ts';
import type { SuppressionFollowers } from '../gateway/suppression-followers.ts';
import type { Vault } from '../key/vault.ts';
import { TrustedLinks } from '../link/trusted-links.ts';
import { Commands } from '../live/commands.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import { AttachmentOpener } from '../message/attachment-opener.ts';
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
  tellLinks: (links: PendingLinkView[]) => void;
  tellGateways: (version: number) => void;
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
  #gateways: Promise<GatewayDesk> | null = null;
  #followers: SuppressionFollowers | null = null;

  constructor(options: SessionActsOptions) {
    this.#options = options;
    const { api, membership, mailbox, store, vault, bell, signal } = options;
    const me = membership.identity.keys.id;
    const now = () => api.clock.corrected();
    const writer = new RecordWriter({ api, membership, sequence: vault });
    const unposted = new Unposted(options.database);
    this.chain = new ChainActs({ api, membership });
    this.links = new TrustedLinks({ api, membership, bell, signal, tell: options.tellLinks });
    this.commands = new Commands({ send: options.relay, now });
    this.sender = new Sender({ api, membership, store, unposted, signal });
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
      return new GatewayDesk({ api, membership, pins: vault, bell, tell: options.tellGateways });
    };
  }

  /** Loaded when it is first asked for: most accounts have no gateway. */
  gateways(): Promise<GatewayDesk> {
    this.#gateways ??= this.#makeGateways();
    return this.#gateways;
  }

  /** The chain may have another gateway: each follows the numbers that must not be texted. */
  async followSuppressions(): Promise<void> {
    const { api, membership, vault, bell, signal } = this.#options;
    const { chain, identity } = membership;
    const has = [...chain.devices.values()].some(({ platform }) => platform === 'gateway');
    if (!has || !chain.may(identity.keys.id, 'configure')) return;
    const { SuppressionFollowers } = await import('../gateway/suppression-followers.ts');
    this.#followers ??= new SuppressionFollowers({ api, membership, store: vault, bell, signal });
    await this.#followers.update();
  }

  /** What is known of gateways may be old. */
  gatewaysStale(): void {
    this.#gateways?.then(
      (desk) => desk.stale(),
      () => (this.#gateways = null),
    );
  }
}
