import { IMPERSONAL, ORDINARY, SECRET, type Entry } from '../vocabulary.ts';

const KEPT = {
  place: 'browser-storage',
  necessity: 'required',
  protection: 'on-device',
  retention: 'device',
  recipients: ['none'],
} as const satisfies Partial<Entry>;

const CHOICE = {
  ...KEPT,
  purpose: 'Finding the screens as they were left.',
  when: 'Only once that was chosen.',
  necessity: 'optional',
  category: 'device',
  rights: ORDINARY,
} as const satisfies Partial<Entry>;

/** What a linked browser keeps: stores of its database as `database/store`, and single keys. Gone after sign-out and removal. */
export const BROWSER_ENTRIES: readonly Entry[] = [
  {
    ...KEPT,
    name: 'smseal/vault',
    holds:
      'The device’s keys, which cannot be exported, its sealed token, its counters, the devices’ chain, and which settings of gateways it has seen.',
    purpose: 'Being the same device after a reload.',
    category: 'device',
    rights: SECRET,
  },
  {
    ...KEPT,
    name: 'smseal/unposted',
    holds: 'Sealed texts that the server has not taken yet.',
    purpose: 'Sending what was written although the tab was closed.',
    when: 'Only while something waits to be sent.',
    category: 'content',
    rights: ORDINARY,
  },
  {
    ...KEPT,
    name: 'smseal/page',
    holds: 'Pages of what the device has read, sealed under a key that cannot be exported.',
    purpose: 'Showing everything at once after a reload.',
    category: 'content',
    rights: ORDINARY,
  },
  {
    ...KEPT,
    name: 'smseal/log',
    holds: 'What has changed since the pages were written, sealed in the same way.',
    purpose: 'Showing everything at once after a reload.',
    category: 'content',
    rights: ORDINARY,
  },
  {
    ...KEPT,
    name: 'smseal/place',
    holds: 'How far the device has read the change feed.',
    purpose: 'Going on where reading ended.',
    category: 'device',
    rights: ORDINARY,
  },
  {
    ...KEPT,
    name: 'smseal/erasure',
    holds:
      'Erasures that were ordered here: random names of what went, how much it was, and the certificates. Not who or what it was.',
    purpose: 'Going on with an erasure although the tab was closed, and showing its certificate.',
    when: 'Only once something was erased here.',
    category: 'device',
    rights: ORDINARY,
  },
  { ...CHOICE, name: 'smseal:theme', holds: 'Whether the screens are light or dark.' },
  { ...CHOICE, name: 'smseal:shortcuts', holds: 'Whether single keys act as shortcuts.' },
  { ...CHOICE, name: 'smseal:details', holds: 'Whether the details beside a conversation are open.' },
  {
    ...CHOICE,
    name: 'smseal:route',
    holds: 'The phone and SIM that were chosen last for sending.',
  },
  {
    ...KEPT,
    name: 'cache:smseal-release',
    holds: 'The app’s own files, as its publisher has signed them.',
    purpose: 'Running signed releases only, also without a connection.',
    when: 'Where the browser has service workers.',
    category: 'operation',
    rights: IMPERSONAL,
  },
  {
    ...KEPT,
    name: 'worker:*',
    holds: 'The service worker that serves those files.',
    purpose: 'Running signed releases only, also without a connection.',
    when: 'Where the browser has service workers.',
    category: 'operation',
    rights: IMPERSONAL,
  },
];
