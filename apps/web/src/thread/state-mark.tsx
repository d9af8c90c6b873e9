import type { MessageStatus, TextState } from '@smseal/protocol';
import { Ban, Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react';
import type { ComponentType } from 'react';

type State = MessageStatus | TextState;

/** What each state looks like and how it is said. */
export const STATES = {
  received: { says: 'Received', icon: null, tone: 'text-ink-3' },
  queued: { says: 'Waits for the phone', icon: Clock, tone: 'text-ink-3' },
  leased: { says: 'The phone has taken it', icon: Clock, tone: 'text-ink-3' },
  sending: { says: 'Sending', icon: Clock, tone: 'text-ink-3' },
  submitted: { says: 'Sending', icon: Clock, tone: 'text-ink-3' },
  sent: { says: 'Sent', icon: Check, tone: 'text-ink-3' },
  delivered: { says: 'Delivered', icon: CheckCheck, tone: 'text-good' },
  failed: { says: 'Not sent', icon: CircleAlert, tone: 'text-bad' },
  expired: { says: 'Not sent in time', icon: CircleAlert, tone: 'text-bad' },
  cancelled: { says: 'Cancelled', icon: Ban, tone: 'text-ink-3' },
  unknown: { says: 'Maybe sent', icon: CircleHelp, tone: 'text-warn' },
} satisfies Record<State, { says: string; icon: ComponentType<{ size?: number }> | null; tone: string }>;

/** The state of a text as a small picture with its name. */
export function StateMark({ status, size = 16 }: { status: State; size?: number }) {
  const { says, icon: Icon, tone } = STATES[status];
  if (!Icon) return null;
  return (
    <span role="img" aria-label={says} title={says} className={`inline-flex shrink-0 ${tone}`}>
      <Icon size={size} />
    </span>
  );
}
