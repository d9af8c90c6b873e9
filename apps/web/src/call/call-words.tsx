import type { CallType } from '@smseal/protocol';
import {
  Ban,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Voicemail,
} from 'lucide-react';
import type { ComponentType } from 'react';

/** What each kind of call is called and looks like. */
export const CALL_WORDS = {
  in: { says: 'Incoming', icon: PhoneIncoming, tone: 'text-ink-3' },
  out: { says: 'Outgoing', icon: PhoneOutgoing, tone: 'text-ink-3' },
  missed: { says: 'Missed', icon: PhoneMissed, tone: 'text-bad' },
  voicemail: { says: 'Voicemail', icon: Voicemail, tone: 'text-ink-3' },
  rejected: { says: 'Declined', icon: PhoneOff, tone: 'text-ink-3' },
  blocked: { says: 'Blocked', icon: Ban, tone: 'text-ink-3' },
  elsewhere: { says: 'Answered elsewhere', icon: PhoneForwarded, tone: 'text-ink-3' },
} satisfies Record<CallType, { says: string; icon: ComponentType<{ size?: number }>; tone: string }>;

export const CALL_FILTERS = ['all', 'missed', 'in', 'out'] as const;
export type CallFilter = (typeof CALL_FILTERS)[number];

export const FILTER_WORDS = {
  all: 'All',
  missed: 'Missed',
  in: 'Incoming',
  out: 'Outgoing',
} satisfies Record<CallFilter, string>;
