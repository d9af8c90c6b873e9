/**
 * What gateways obey: one document per pool, numbered, signed by a device that can `configure`, and sealed to the pool's
 * members and the account's readers (ARCHITECTURE §7 item 8, SEAL rules on gateway settings). A gateway alone is a pool of
 * one.
 */
import { Type, type Static } from 'typebox';
import { ListHead } from '../list/list.ts';
import { Wrap } from '../outbox/outbox.ts';
import { closed, Count, Id, Instant, octets, octetsUpTo, Positive, shortText } from '../schema.ts';
import { ConnectorSettings, SegmentsPerSecond } from './connector.ts';

export const MAX_API_KEYS = 200;
export const MAX_POOL_MEMBERS = 16;
export const MAX_SETTINGS_OCTETS = 512 * 1024;

/** What an API key may do with texts: send them, read what became of its own and what came in, stop them. */
export const API_SCOPES = ['send', 'read', 'cancel'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

export const ApiKey = Type.Object({
  id: Id,
  name: shortText(80),
  /** SHA-256 of the secret: 256 random bits, which were shown once and are kept nowhere. */
  hash: octets(32),
  scopes: Type.Array(Type.Enum([...API_SCOPES]), { minItems: 1, maxItems: 3, uniqueItems: true }),
  createdAt: Instant,
});
export type ApiKey = Static<typeof ApiKey>;

/**
 * What a webhook may be told: every step of a text, only how it ended (one event a text, and another where a text in doubt
 * is cleared up after all), and texts that come in.
 */
export const WEBHOOK_EVENTS = ['message.state', 'message.outcome', 'message.received'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

const AUTHORITY_END = '([/?#]\\S*)?$';

/** Where a gateway posts to: HTTPS, or HTTP on the gateway's own machine. No name and password inside. */
export const WebhookUrl = Type.String({
  maxLength: 2048,
  pattern: `^https://[^\\s/?#@]+${AUTHORITY_END}|^http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]{1,5})?${AUTHORITY_END}`,
});

export const Webhook = Type.Object({
  id: Id,
  url: WebhookUrl,
  /** 32 octets in standard base64, without the `whsec_` that people see before it (Standard Webhooks). */
  secret: Type.String({ pattern: '^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$' }),
  events: Type.Array(Type.Enum([...WEBHOOK_EVENTS]), { minItems: 1, maxItems: 3, uniqueItems: true }),
  createdAt: Instant,
  paused: Type.Boolean(),
});
export type Webhook = Static<typeof Webhook>;

/**
 * Inside the envelope. Members that a reader does not know are kept; whatever a gateway must understand in order to obey
 * comes with a higher `v`.
 */
export const GatewaySettings = Type.Object({
  v: Type.Literal(1),
  /** The pool that shall obey: the id of its first gateway; the same as outside. */
  gateway: Id,
  /** The gateways of the pool; the same as outside. */
  members: Type.Array(Id, { minItems: 1, maxItems: MAX_POOL_MEMBERS, uniqueItems: true }),
  /** How often a member was taken out; day keys of an earlier generation are not sealed to any more. */
  generation: Count,
  /** What all members key their hashes with: 32 random octets that never change. */
  secret: octets(32),
  /** 1 for the first, then one more each; the same as outside. */
  version: Positive,
  /** When it was signed. */
  at: Instant,
  /** Hands nothing to a carrier while true; what waits stays in the outbox. */
  paused: Type.Boolean(),
  /**
   * Where the list of suppressions ended for the author: who obeys believes nobody that there is none, or a shorter one.
   * Left out where the author knew of no list.
   */
  suppressions: Type.Optional(ListHead),
  apiKeys: Type.Array(ApiKey, { maxItems: MAX_API_KEYS }),
  webhooks: Type.Array(Webhook, { maxItems: 20 }),
  connectors: Type.Array(ConnectorSettings, { maxItems: 20 }),
  limits: Type.Object({
    /** Over all connectors. */
    segmentsPerSecond: SegmentsPerSecond,
    /** Per UTC day. */
    textsPerDay: Type.Union([Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), Type.Null()]),
  }),
});
export type GatewaySettings = Static<typeof GatewaySettings>;

/**
 * `PUT /v1/gateways/{target}/settings`, and what `GET` of the same path gives back. `version` is the stored one plus one;
 * the same octets again change nothing.
 */
export const PutGatewaySettings = closed({
  target: Id,
  version: Positive,
  author: Id,
  epoch: Positive,
  /** Ids of the API keys inside: all that the server learns of them. */
  keys: Type.Array(Id, { maxItems: MAX_API_KEYS, uniqueItems: true }),
  /** AES-256-GCM of {@link GatewaySettings} under a content key of its own. */
  envelope: octetsUpTo(MAX_SETTINGS_OCTETS),
  /** The content key to each member. */
  members: Type.Array(closed({ device: Id, wrap: Wrap }), { minItems: 1, maxItems: MAX_POOL_MEMBERS }),
  /** The content key to the account's inbound key of `epoch`. */
  accountWrap: Wrap,
  /** The author's signature over everything above but the wraps, to whose content the envelope commits. */
  signature: octets(64),
});
export type PutGatewaySettings = Static<typeof PutGatewaySettings>;

/** `GET /v1/gateways/settings`: those of all pools, for readers. */
export interface GatewaySettingsList {
  settings: PutGatewaySettings[];
}
