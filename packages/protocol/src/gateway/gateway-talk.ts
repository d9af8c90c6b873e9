/**
 * What devices that configure ask of a gateway over the live channel, and what it tells them: inside direct events, and
 * stored nowhere.
 */
import { Type, type Static } from 'typebox';
import { closed, Count, Id, Instant } from '../schema.ts';

/** How long a gateway tells its status after it was asked, ms. */
export const WATCH_MS = 30_000;
/** Seconds of the recent past whose texts a status counts. */
export const RATE_SECONDS = 60;
/** Most attempts of one webhook that are told at once. */
export const MAX_TOLD_ATTEMPTS = 100;

const v = Type.Literal(1);
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** Tell me where you stand for {@link WATCH_MS}, once a second, and what these webhooks were told of late. */
export const WatchGateway = closed({
  v,
  type: Type.Literal('watch'),
  webhooks: Type.Array(Id, { maxItems: 8, uniqueItems: true }),
});
export type WatchGateway = Static<typeof WatchGateway>;

/** Tell a webhook again what happened from `since` until before `until`. */
export const ReplayWebhook = closed({
  v,
  type: Type.Literal('replay-webhook'),
  /** Of the gateway as it last told of itself: one that has begun anew since does not obey, so that nothing is done twice. */
  life: Id,
  webhook: Id,
  since: Instant,
  until: Instant,
});
export type ReplayWebhook = Static<typeof ReplayWebhook>;

export const GatewayAsk = Type.Union([WatchGateway, ReplayWebhook]);
export type GatewayAsk = Static<typeof GatewayAsk>;

const ConnectorStatus = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: Type.Enum(['connecting', 'bound', 'lost', 'closed']),
  /** Why it is so, as a code. */
  reason: orNull(Type.String()),
  /** Since when it is so. */
  since: Instant,
  /** Most parts without an answer, and how many there are. */
  window: Count,
  unanswered: Count,
  /** When the carrier last asked to slow down; null for never. */
  slowedAt: orNull(Instant),
});

const WebhookStatus = Type.Object({
  webhook: Id,
  condition: Type.Enum(['working', 'waiting', 'broken', 'paused', 'gone', 'refused']),
  /** What is the matter and what follows, for people; null while it works. */
  reason: orNull(Type.String()),
  /** When it is tried again, while waiting or broken. */
  until: orNull(Instant),
  queued: Count,
  underWay: Count,
  /** Since the gateway heard of it: answered with 2xx, failed for a day, no room. */
  taken: Count,
  givenUp: Count,
  dropped: Count,
});

/** Where a gateway stands. Members that a reader does not know are kept. */
export const GatewayStatus = Type.Object({
  v,
  type: Type.Literal('status'),
  /** Chosen at random when it began. */
  life: Id,
  began: Instant,
  at: Instant,
  paused: Type.Boolean(),
  settings: Type.Object({
    /** The version that it obeys; null for none. */
    version: orNull(Count),
    /** When it was last shown that version. */
    shownAt: orNull(Instant),
  }),
  /** Whether it knows to the end whom it must not text: else only one-time codes leave. */
  suppressions: Type.Object({ proven: Type.Boolean(), provenAt: orNull(Instant) }),
  connectors: Type.Array(ConnectorStatus, { maxItems: 20 }),
  texts: Type.Object({
    /** Texts that carriers took in each of the last {@link RATE_SECONDS} whole seconds, the newest last. */
    perSecond: Type.Array(Count, { maxItems: RATE_SECONDS }),
    /** Texts in its hands that have not left, in so many batches. */
    inHand: Count,
    batches: Count,
  }),
  webhooks: Type.Array(WebhookStatus, { maxItems: 20 }),
});
export type GatewayStatus = Static<typeof GatewayStatus>;

const WebhookAttempt = Type.Object({
  /** The header `webhook-id`. */
  event: Type.String(),
  /** `batch:index` of a text that was sent, or the id of one that came in. */
  message: Type.String(),
  attempt: Count,
  at: Instant,
  /** HTTP status; null when none came. */
  status: orNull(Count),
  error: orNull(Type.String()),
  ms: Count,
  /** When it is tried again; null when it is not. */
  nextAt: orNull(Instant),
});

/** The last attempts to tell a webhook, newest first: whenever there are other ones than the watcher was told of. */
export const WebhookAttempts = Type.Object({
  v,
  type: Type.Literal('attempts'),
  webhook: Id,
  attempts: Type.Array(WebhookAttempt, { maxItems: MAX_TOLD_ATTEMPTS }),
});
export type WebhookAttempts = Static<typeof WebhookAttempts>;

/** What became of a replay that was asked for. */
export const ReplayReceipt = Type.Object({
  v,
  type: Type.Literal('replayed'),
  /** Id of the direct event that asked for it. */
  ask: Id,
  outcome: Type.Union([
    Type.Object({ done: Type.Literal(true), events: Count }),
    Type.Object({
      done: Type.Literal(false),
      /** `begun-anew`: asked of the gateway's former life. */
      why: Type.Enum(['begun-anew', 'unknown-webhook', 'not-taken']),
    }),
  ]),
});
export type ReplayReceipt = Static<typeof ReplayReceipt>;

export const GatewayWord = Type.Union([GatewayStatus, WebhookAttempts, ReplayReceipt]);
export type GatewayWord = Static<typeof GatewayWord>;
