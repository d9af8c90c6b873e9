/** The live channel: `GET /v1/live` (WebSocket). Nothing that passes here is stored. */
import { Type, type Static } from 'typebox';
import type { ListName } from '../list/list.ts';
import { Wrap } from '../outbox/outbox.ts';
import { closed, Id, Instant, octets, octetsUpTo, Positive } from '../schema.ts';

export const MAX_LIVE_OCTETS = 64 * 1024;
/** Live events older than this are dropped by their receivers. */
export const LIVE_MAX_AGE_MS = 120_000;

/** A sealed live event. `to` null means all other devices of the account. */
export const LiveEvent = closed({
  type: Type.Literal('live'),
  from: Id,
  to: Type.Union([Id, Type.Null()]),
  epoch: Positive,
  /** The author's live sequence; rises. */
  seq: Positive,
  at: Instant,
  envelope: octetsUpTo(MAX_LIVE_OCTETS),
});
export type LiveEvent = Static<typeof LiveEvent>;

/**
 * A live event for one device alone, sealed to its own key and signed: what goes between gateways, which hold no key of the
 * account, and the devices that configure them.
 */
export const DirectEvent = closed({
  type: Type.Literal('direct'),
  from: Id,
  to: Id,
  id: Id,
  at: Instant,
  /** Whoever gets it later drops it. */
  expires: Instant,
  /** AES-256-GCM under a content key of its own. */
  envelope: octetsUpTo(MAX_LIVE_OCTETS),
  /** The content key to the addressee. */
  wrap: Wrap,
  /** The author's signature over everything above but the wrap, to whose content the envelope commits. */
  signature: octets(64),
});
export type DirectEvent = Static<typeof DirectEvent>;

/** First message of a client: the device's bearer token, never in a URL. Due within 5 s. */
export const Hello = closed({
  type: Type.Literal('hello'),
  token: Type.String({ minLength: 43, maxLength: 43 }),
});
export const Ping = closed({ type: Type.Literal('ping') });
export const ClientMessage = Type.Union([Hello, LiveEvent, DirectEvent, Ping]);
export type ClientMessage = Static<typeof ClientMessage>;

export type ServerMessage =
  | { type: 'ready'; device: Id; head: number; chain: number; now: string }
  | { type: 'changed'; head: number }
  | { type: 'chain'; length: number }
  | { type: 'outbox' }
  /** Somebody who may asks this sending device to stop texts that it holds, as far as they have not begun to leave. */
  | { type: 'stop'; batch: Id; indexes: number[] }
  /** What a gateway obeys has changed. */
  | { type: 'settings' }
  /** A list has grown, or its key has changed. */
  | { type: 'list'; name: ListName }
  | { type: 'link'; link: Id }
  | { type: 'pong'; now: string }
  /** The relay could not take an event: the code is of the error registry. */
  | { type: 'refused'; code: string }
  | LiveEvent
  | DirectEvent;

/** Close codes of the live channel. */
export const LIVE_CLOSE = {
  unauthenticated: 4401,
  removed: 4403,
  accountClosed: 4423,
  tooSlow: 4408,
  invalid: 4422,
  restarting: 1012,
} as const;
