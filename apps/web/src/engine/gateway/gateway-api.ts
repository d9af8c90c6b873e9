import type {
  ApiScope,
  ConnectorSettings,
  GatewaySettings,
  GatewayStatus,
  Webhook,
  WebhookAttempts,
} from '@smseal/protocol';
import type { DeviceView } from '../engine-api.ts';

/** A gateway of the account, and what it obeys. */
export interface GatewayView {
  device: DeviceView;
  /** The id of its pool's first gateway: its own while it is in no other. */
  pool: string;
  /** Null while it was given nothing, or while what the server shows is refused. */
  settings: GatewaySettings | null;
  /** Who signed them; null without settings. */
  author: { name: string; removed: boolean } | null;
  /** Why what the server shows of them is refused. */
  refused: { code: string; sentence: string } | null;
}

/** One change of what a gateway obeys; it is made on the newest settings, whoever wrote those. */
export type GatewayChange =
  /** Signs them once more as they are. */
  | { type: 'sign-again' }
  | { type: 'pause'; paused: boolean }
  | { type: 'limits'; limits: GatewaySettings['limits'] }
  | { type: 'revoke-api-key'; id: string }
  | { type: 'add-webhook'; webhook: Pick<Webhook, 'url' | 'events'> }
  | { type: 'change-webhook'; id: string; webhook: Partial<Pick<Webhook, 'url' | 'events' | 'paused'>> }
  | { type: 'remove-webhook'; id: string }
  | { type: 'add-connector'; connector: Omit<ConnectorSettings, 'id'> }
  /** In place of the one with the same id. */
  | { type: 'change-connector'; connector: ConnectorSettings }
  | { type: 'remove-connector'; id: string };

/** Where a gateway said that it stands. */
export interface GatewayStatusView {
  gateway: string;
  status: GatewayStatus;
}

/** What a gateway last told one webhook, newest first. */
export interface WebhookAttemptsView {
  gateway: string;
  webhook: string;
  attempts: WebhookAttempts['attempts'];
}

/** What screens may ask and do about gateways. */
export interface GatewayApi {
  /** The account's live gateways, by name. */
  gateways(): Promise<GatewayView[]>;
  /** Signs the next version of a gateway's settings, seals it to the gateway, and hands it in. */
  saveGatewaySettings(gateway: string, change: GatewayChange): Promise<void>;
  /** Takes a gateway into another one's pool: they share work, settings and keys, and take over from each other. */
  joinPool(gateway: string, into: string): Promise<void>;
  /** Takes a gateway out of its pool: it obeys its own settings again. */
  leavePool(gateway: string): Promise<void>;
  /** Makes an API key. Its token is returned once; nothing keeps more of it than a digest. */
  newApiKey(gateway: string, key: { name: string; scopes: ApiScope[] }): Promise<{ token: string }>;
  /**
   * Asks a gateway to tell where it stands for half a minute, and what it told one webhook: as `gatewayStatus` and
   * `webhookAttempts`, sealed to this browser. False without a connection.
   */
  watchGateway(gateway: string, webhook: string | null): Promise<boolean>;
  /** Has a webhook told again what happened from `since` until before `until`; resolves to how many events were queued. */
  replayWebhook(
    gateway: string,
    replay: { webhook: string; since: string; until: string },
  ): Promise<{ events: number }>;
}
