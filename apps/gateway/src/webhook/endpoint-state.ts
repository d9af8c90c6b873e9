/**
 * `waiting`: the receiver asked to be left alone for a while; `broken`: it failed so often that single events are tried
 * at long intervals; `gone`: it answered 410 and gets nothing until somebody changes the webhook; `refused`: its URL is
 * never posted to.
 */
export type EndpointCondition = 'working' | 'waiting' | 'broken' | 'paused' | 'gone' | 'refused';

/** Where an endpoint stands, for a screen. Counts are since the gateway heard of it. */
export interface EndpointState {
  webhook: string;
  condition: EndpointCondition;
  /** What is the matter and what follows, for people; null while it works. */
  reason: string | null;
  /** When it is tried again, ms since 1970, while waiting or broken. */
  until: number | null;
  /** Events that wait or are under way. */
  queued: number;
  /** Attempts at this moment. */
  underWay: number;
  /** Events that were answered with 2xx. */
  taken: number;
  /** Events that failed for a day. */
  givenUp: number;
  /** Events for which there was no room or no receiver; any reader of the account can tell them again. */
  dropped: number;
}

export const CONDITION_REASONS = {
  working: null,
  waiting: 'The receiver asked for a pause; what waits is told after it.',
  broken: 'The receiver failed ten times in a row; one event is tried now and then until it answers again.',
  paused: 'Paused in the settings; events wait for a day.',
  gone: 'The receiver answered 410 and wants nothing more; change the webhook to begin again.',
  refused: 'The webhook’s address is never posted to.',
} as const satisfies Record<EndpointCondition, string | null>;
