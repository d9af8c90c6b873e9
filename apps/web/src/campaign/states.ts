import type { TextState } from '@smseal/protocol';

/** What a screen calls the states of many texts, in the order in which they are shown; the same for two where people see no difference. */
export const STATES = [
  'queued',
  'underway',
  'sent',
  'delivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
] as const;
export type ShownState = (typeof STATES)[number];

const SHOWN = {
  queued: 'queued',
  leased: 'queued',
  submitted: 'underway',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
  unknown: 'unknown',
} as const satisfies Record<TextState, ShownState>;

/** Words and colour of each; the colour never stands alone. */
export const STATE_WORDS = {
  queued: { label: 'Waiting', one: 'Waits to leave', colour: 'var(--edge)' },
  underway: { label: 'Leaving', one: 'Handed over, not answered yet', colour: 'var(--avatar-4-ink)' },
  sent: { label: 'Sent', one: 'The carrier has it', colour: 'var(--avatar-3-ink)' },
  delivered: { label: 'Delivered', one: 'On the phone', colour: 'var(--good)' },
  failed: { label: 'Failed', one: 'Did not arrive', colour: 'var(--bad)' },
  expired: { label: 'Expired', one: 'Its time was over', colour: 'var(--warn)' },
  cancelled: { label: 'Cancelled', one: 'Stopped before it left', colour: 'var(--ink-3)' },
  unknown: { label: 'Unknown', one: 'May have left; nobody knows', colour: 'var(--avatar-5-ink)' },
} as const satisfies Record<ShownState, { label: string; one: string; colour: string }>;

/** What a screen calls a state. */
export function shownState(state: TextState): ShownState {
  return SHOWN[state];
}

/** Counts as screens show them, each state there. */
export function shownCounts(counts: Partial<Record<TextState, number>>): Record<ShownState, number> {
  const shown = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<ShownState, number>;
  for (const [state, count] of Object.entries(counts)) shown[SHOWN[state as TextState]] += count;
  return shown;
}

/** Whether nothing more is expected of any text. */
export function isOver(counts: Partial<Record<TextState, number>>): boolean {
  const { queued, underway, sent } = shownCounts(counts);
  return queued + underway + sent === 0;
}
