/** The states of a text on its way out: one table, obeyed by the server, the sending devices and the screens. */
import type { TextState } from '@smseal/protocol';

/**
 * Where a text may go from each state. `leased → queued` is the device giving a text back unsent, `leased → cancelled`
 * the device stopping it because its author asked; `queued → …` are the server's own steps. A text whose fate nobody knows (`unknown`) is settled by any later word of its device.
 */
export const TRANSITIONS = {
  queued: ['leased', 'cancelled', 'expired'],
  leased: ['queued', 'submitted', 'sent', 'delivered', 'failed', 'expired', 'cancelled', 'unknown'],
  submitted: ['sent', 'delivered', 'failed', 'expired', 'unknown'],
  unknown: ['sent', 'delivered', 'failed', 'expired'],
  sent: ['delivered', 'failed', 'expired'],
  failed: ['delivered'],
  expired: ['delivered'],
  cancelled: [],
  delivered: [],
} as const satisfies Record<TextState, readonly TextState[]>;

/** How far along a text is. Reports only ever raise it, so that a late one never moves a text backwards. */
export const RANKS = {
  queued: 0,
  leased: 1,
  submitted: 2,
  unknown: 3,
  sent: 4,
  failed: 5,
  expired: 5,
  cancelled: 5,
  delivered: 6,
} as const satisfies Record<TextState, number>;

/** What a sending device may say of a text that it holds or held. */
const REPORTABLE: ReadonlySet<TextState> = new Set<TextState>([
  'submitted',
  'sent',
  'delivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
]);

/** Whether nothing more is expected of a text. */
export function isFinal(state: TextState): boolean {
  return RANKS[state] >= RANKS.failed;
}

/** Whether a text still has to leave: its batch is offered to its device as long as one such text is in it. */
export function isWaiting(state: TextState): boolean {
  return RANKS[state] <= RANKS.leased;
}

/** Whether a text may still leave by somebody's hands: nothing of it can be taken back before that is settled. */
export function isLeaving(state: TextState): boolean {
  return isWaiting(state) || state === 'submitted';
}

/**
 * What a device's report does to a text: `moves` it, leaves it (`stays`, a late or repeated report) or is `refused`,
 * because no honest device could say this: the text was never in its hands, or the state is not a device's to report.
 */
export function judgeReport(from: TextState, to: TextState): 'moves' | 'stays' | 'refused' {
  if (!REPORTABLE.has(to) || from === 'queued' || from === 'cancelled') return 'refused';
  const allowed: readonly TextState[] = TRANSITIONS[from];
  return allowed.includes(to) ? 'moves' : 'stays';
}

/** The state of a text whose batch has run out of time. A text that a device holds may have left: nobody knows. */
export function expire(state: TextState): TextState {
  if (state === 'queued') return 'expired';
  return state === 'leased' ? 'unknown' : state;
}
