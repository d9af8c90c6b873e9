import type { RetentionId } from './vocabulary.ts';

/** Type of a clear field of a record. */
export type ClearType = 'id' | 'day';

export interface RecordKindEntry {
  /** What it is, for people. */
  title: string;
  /** The fields that the server sees, at most these (ARCHITECTURE §4). */
  clear: Readonly<Record<string, ClearType>>;
  /** What is inside the envelope, in one plain sentence. */
  sealed: string;
  /** The field or column whose day the retention preference counts from. */
  expiresBy: 'day' | 'stored' | 'never';
  retention: RetentionId;
  /** Kinds loaded whole at a cold start; others are paged. */
  small: boolean;
}

/** Every kind of stored sealed record. Adding one starts here (CONTRIBUTING, "Add a record kind"). */
export const RECORD_KINDS = {
  message: {
    title: 'Texts and picture messages',
    clear: { conversation: 'id', day: 'day' },
    sealed: 'Direction, SMS or MMS, addresses, text, parts, exact times, SIM, status, error',
    expiresBy: 'day',
    retention: 'preference',
    small: false,
  },
  conversation: {
    title: 'State of a conversation',
    clear: {},
    sealed: 'Read up to, muted, pinned, archived, draft',
    expiresBy: 'never',
    retention: 'account',
    small: true,
  },
  contact: {
    title: 'Contacts',
    clear: {},
    sealed: 'Names, numbers, e-mail addresses, small picture',
    expiresBy: 'never',
    retention: 'account',
    small: true,
  },
  call: {
    title: 'Calls',
    clear: {},
    sealed: 'Number, direction, time, duration, SIM',
    expiresBy: 'stored',
    retention: 'preference',
    small: true,
  },
  campaign: {
    title: 'Texts sent to many',
    clear: {},
    sealed: 'Name, text with its fields, batches, sending device, times, whether it is paused or cancelled',
    expiresBy: 'stored',
    retention: 'preference',
    small: true,
  },
  setting: {
    title: 'Settings that the account’s devices share',
    clear: {},
    sealed: 'Names and values of settings',
    expiresBy: 'never',
    retention: 'account',
    small: true,
  },
} as const satisfies Record<string, RecordKindEntry>;

export type RecordKind = keyof typeof RECORD_KINDS;
export const RECORD_KIND_NAMES = Object.keys(RECORD_KINDS) as RecordKind[];
