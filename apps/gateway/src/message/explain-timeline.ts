import { explainText, type GatewayRoute, type RoutedText } from '@smseal/policy';
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
  route: (text: RoutedText) => Route;
  /** What decides whether the text waits; `isConnected` by its sender. */
  wait: Omit<WaitInput, 'view' | 'isConnected'> & { isConnected: (from: string | null) => boolean };
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
  const text = content?.texts[index];
  const from = text?.from ?? null;
  const own = events.filter((event) => event.index === index);
  const { way, ...told } = route({ from, events: own });
  const isConnected = wait.isConnected(from);
  const waits = state === 'queued' || state === 'leased';
  const waiting = waits ? explainWait({ view, ...wait, isConnected }) : null;
  if (content === null || text === undefined)
    return { id, state, reason: 'no-longer-held', ...NOT_HELD, route: told, waiting, webhooks };
  const course = {
    state,
    text,
    createdAt: content.createdAt,
    notBefore: view.notBefore,
    expires: view.expires,
    events: own,
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
