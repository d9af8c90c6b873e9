import { explainText, type GatewayRoute } from '@smseal/policy';
import type { Id } from '@smseal/protocol';
import type { Attempt } from '../webhook/attempt-log.ts';
import type { HeldBatch } from './batch-reader.ts';
import { explainWait, type WaitInput } from './explain-wait.ts';
import { formatMessageId } from './message-ids.ts';
import type { Timeline } from './message-schema.ts';

/** The way out, as a timeline tells it. */
export interface Route extends GatewayRoute {
  gateway: Id;
}

export interface TimelineInput {
  held: HeldBatch;
  index: number;
  route: Route;
  /** What decides whether the text waits. */
  wait: Omit<WaitInput, 'view'>;
  attempts: readonly (Attempt & { webhook: string })[];
}

/** Everything that is known of one text, explained. The text must be there. */
export function explainTimeline({ held, index, route, wait, attempts }: TimelineInput): Timeline {
  const { view, content, events } = held;
  const id = formatMessageId({ batch: view.id, index });
  const state = view.states[index] ?? 'unknown';
  const webhooks = attempts.map(({ webhook, attempt, at, status, error, nextAt }) => ({
    webhook,
    attempt,
    at: new Date(at).toISOString(),
    status,
    error,
    nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
  }));
  const { way, ...told } = route;
  const waiting = state === 'queued' || state === 'leased' ? explainWait({ view, ...wait }) : null;
  const text = content?.texts[index];
  if (content === null || text === undefined)
    return { id, state, reason: 'no-longer-held', ...NOT_HELD, route: told, waiting, webhooks };
  const course = {
    state,
    text,
    createdAt: content.createdAt,
    notBefore: view.notBefore,
    expires: view.expires,
    events: events.filter((event) => event.index === index),
    way,
  };
  return { id, state, ...explainText(course), route: told, waiting, webhooks };
}

const NOT_HELD = {
  outcome: 'The gateway has let go of what was in the text; only the account’s devices can read it.',
  encoding: null,
  submission: null,
  segments: [],
  events: [],
} satisfies Partial<Timeline>;
