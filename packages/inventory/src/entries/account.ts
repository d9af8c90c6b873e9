import { IMPERSONAL, ORDINARY, SECRET } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, ENCRYPTED, STORED_DAY } from './columns.ts';

/** The account's own row, and its activity log. */
export const ACCOUNT_ENTRIES = [
  ...columns(
    {
      table: 'account',
      purpose: 'Being the boundary of data, keys and deletion.',
      necessity: 'required',
      protection: 'clear',
      category: 'account',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      id: 'A random name.',
      retention_days: {
        holds: 'How many days content is kept, where the account has chosen a number.',
        necessity: 'optional',
        rights: { access: 'export', rectify: 'self', erase: 'destroy' },
      },
      kind: 'Whether the account is sealed, open, or being sealed.',
      policy: {
        holds:
          'Under which version of the privacy policy the account was made: its digest, as the list of versions says it.',
        protection: 'public',
        when: 'Unless the account is older than the list of versions.',
      },
      seq: 'How many places of the change feed have been taken.',
      epoch: 'The period that is under way.',
      horizon: 'The place below which deletions are no longer known.',
      stored: 'The UTC day of the sign-up, never finer.',
      closed: {
        holds: 'When the holder closed the account, while it is closed.',
        purpose: 'Erasing a closed account in time, and letting its holder wake it until then.',
        necessity: 'optional',
        retention: 'closure-90d',
        clock: true,
      },
    },
  ),
];

/** What an open account's holder need not keep. */
export const KEPT_KEY_ENTRIES = columns(
  {
    table: 'kept_key',
    purpose: 'Opening an open account on a new device by signing in, since its holder has no secret key.',
    necessity: 'optional',
    protection: 'clear',
    category: 'content',
    retention: 'account',
    rights: ORDINARY,
    recipients: ['none'],
  },
  {
    account_id: ACCOUNT_ID,
    secret: {
      ...ENCRYPTED,
      holds: 'The account’s secret key; destroyed when the account is sealed.',
      rights: SECRET,
      when: 'Only of open accounts.',
    },
    stored: STORED_DAY,
  },
);

export const ACTIVITY_ENTRIES = columns(
  {
    table: 'activity',
    purpose: 'Letting the account’s holder see who signed in and what was changed.',
    necessity: 'required',
    protection: 'clear',
    category: 'activity',
    retention: 'activity-30d',
    rights: ORDINARY,
    recipients: ['none'],
  },
  {
    account_id: ACCOUNT_ID,
    id: 'A random name.',
    at: { holds: 'When it happened, to the second.', clock: true },
    ip: { holds: 'The address that it came from.', ...ENCRYPTED },
    action: 'What happened, one word of a fixed list.',
    device_id: 'The device concerned, where there is one.',
  },
);

export const MIGRATION_ENTRIES = columns(
  {
    table: 'migration',
    purpose: 'Knowing which changes of the tables have run.',
    necessity: 'required',
    protection: 'clear',
    category: 'operation',
    retention: 'installation',
    rights: IMPERSONAL,
    recipients: ['none'],
  },
  { name: 'The name of a change that has run.' },
);
