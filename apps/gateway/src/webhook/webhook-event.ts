import type { TextEvent, TextState, WebhookEvent } from '@smseal/protocol';

/** What became of a text: each step of it, or how it ended. */
export interface MessageStateEvent {
  type: 'message.state' | 'message.outcome';
  /** `batch:index`. */
  message: string;
  state: TextState;
  /** RFC 3339 UTC. */
  at: string;
  error?: TextEvent['error'];
  part?: TextEvent['part'];
  /** The carrier's id of the text or its part. */
  carrierId?: string;
}

/** A text that came in, whole. */
export interface MessageReceivedEvent {
  type: 'message.received';
  /** Id of its record. */
  id: string;
  from: string;
  to: string;
  text: string;
  /** RFC 3339 UTC. */
  at: string;
  connector: string;
}

export type ToldEvent = MessageStateEvent | MessageReceivedEvent;

/** An event as it is posted, the same octets at every attempt and to every endpoint. */
export interface PreparedEvent {
  /** The header `webhook-id`: the same whenever this event is told, also by another gateway, so receivers can tell repeats. */
  readonly id: string;
  readonly type: WebhookEvent;
  /** Events of one message are told in order. */
  readonly message: string;
  /** The one webhook that is told; null for every one that wants it. */
  readonly only: string | null;
  /** ms since 1970. */
  readonly at: number;
  /** JSON: `type`, `timestamp` and `data`, as Standard Webhooks recommends. */
  readonly body: string;
  /** What it is reckoned to take in memory. */
  readonly octets: number;
}

/** An object or two, a place in a queue and one in a map. */
const OVERHEAD_OCTETS = 400;

/** Writes an event down once. `only`: the one webhook that is told. */
export function prepareEvent(event: ToldEvent, only: string | null = null): PreparedEvent {
  const { type, at: timestamp } = event;
  const at = Date.parse(timestamp);
  const message = event.type === 'message.received' ? event.id : event.message;
  const body = JSON.stringify({ type, timestamp, data: dataOf(event) });
  const octets = 2 * body.length + OVERHEAD_OCTETS;
  return { id: idOf(event, at), type, message, only, at, body, octets };
}

/** What the reference names, and nothing that an event may have besides: a raw receipt holds words of the text. */
function dataOf(event: ToldEvent): object {
  switch (event.type) {
    case 'message.state':
    case 'message.outcome': {
      const { message, state, part, carrierId, error } = event;
      return { message, state, part, carrierId, error };
    }
    case 'message.received': {
      const { id, from, to, text, connector } = event;
      return { id, from, to, text, connector };
    }
    default:
      return event satisfies never;
  }
}

function idOf(event: ToldEvent, at: number): string {
  switch (event.type) {
    case 'message.outcome':
      return `${event.message}:outcome:${event.state}:${at}`;
    case 'message.state':
      return `${event.message}:${event.state}:${event.part?.k ?? 0}:${at}`;
    case 'message.received':
      return `${event.id}:received`;
    default:
      return event satisfies never;
  }
}
