import { type Hold, type Leave } from '@smseal/policy';
import type { BatchView } from '@smseal/protocol';
import type { Timeline } from './message-schema.ts';

/** Why a text that could leave has not. */
export type Wait = NonNullable<Timeline['waiting']>;

export interface WaitInput {
  view: Pick<BatchView, 'notBefore' | 'paused'>;
  /** What this gateway says of texts of its class. */
  leave: Leave;
  /** Whether a connection is up to a carrier that may carry it. */
  isConnected: boolean;
  now: number;
}

/** Why a text waits that has not begun to leave; null where its turn alone has not come. */
export function explainWait({ view, leave, isConnected, now }: WaitInput): Wait | null {
  const { notBefore, paused } = view;
  if (notBefore !== null && Date.parse(notBefore) > now)
    return { why: 'not-before', what: WHAT['not-before'], until: notBefore };
  if (paused) return { why: 'paused', what: WHAT.paused, until: null };
  if (!leave.leave) {
    const { why, until } = leave;
    return { why, what: WHAT[why], until: until === undefined ? null : new Date(until).toISOString() };
  }
  if (!isConnected) return { why: 'carrier-away', what: WHAT['carrier-away'], until: null };
  return null;
}

const WHAT = {
  expired: 'Its time has run out; it will not leave.',
  suppressed: 'The recipient asked for no more texts; it will not leave.',
  paused: 'Somebody has paused it, or all that this gateway sends.',
  'not-before': 'It was ordered for later.',
  'daily-limit':
    'As many texts as the gateway’s settings allow have left today; the next day begins at midnight UTC.',
  'suppressions-unproven':
    'The gateway cannot be sure at this moment who has asked for no more texts; only one-time codes leave meanwhile.',
  'carrier-away':
    'There is no connection at this moment to a carrier that may send it; the gateway keeps trying.',
} as const satisfies Record<Hold | 'carrier-away', string>;
