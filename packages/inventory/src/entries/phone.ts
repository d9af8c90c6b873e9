import { ORDINARY, SECRET, type Entry } from '../vocabulary.ts';

const KEPT = {
  place: 'phone-storage',
  necessity: 'required',
  protection: 'on-device',
  retention: 'device',
  recipients: ['none'],
} as const satisfies Partial<Entry>;

const CONTENT = { ...KEPT, category: 'content', rights: ORDINARY } as const;
const DEVICE = { ...KEPT, category: 'device', rights: ORDINARY } as const;

/**
 * What a phone agent keeps in its folder, which only its owner enters: one file of keys, and tables of its journal as
 * `journal/table`. Gone when the phone is linked anew.
 */
export const PHONE_ENTRIES: readonly Entry[] = [
  {
    ...KEPT,
    name: 'keys.json',
    holds: 'The device’s keys, its token and the key of its journal.',
    purpose: 'Being the same device after a restart.',
    category: 'device',
    rights: SECRET,
    when: 'Once it is linked.',
  },
  {
    ...CONTENT,
    name: 'journal.sqlite',
    holds: 'The journal; its tables are listed one by one.',
    purpose: 'Going on where it stopped.',
    when: 'Once it is linked.',
  },
  {
    ...DEVICE,
    name: 'journal/meta',
    holds: 'Counters, the devices’ chain, keys sealed to this phone, and how far it has read.',
    purpose: 'Going on where it stopped.',
  },
  {
    ...CONTENT,
    name: 'journal/record',
    holds: 'What the account holds of the kinds that phones write, sealed under the journal’s key.',
    purpose: 'Writing the next version of a record, and never the same one twice.',
  },
  {
    ...CONTENT,
    name: 'journal/known',
    holds: 'Numbers, times and digests of the phone’s own rows.',
    purpose: 'Finding what came late, changed or was deleted on the phone.',
  },
  {
    ...CONTENT,
    name: 'journal/queue',
    holds: 'Records that the server has not taken yet: sealed, unless the account is an open one.',
    purpose: 'Losing nothing while the server is away.',
  },
  {
    ...DEVICE,
    name: 'journal/refused',
    holds: 'Ids of records that the server refused for good, and why.',
    purpose: 'Not trying for ever.',
  },
  {
    ...CONTENT,
    name: 'journal/deletion',
    holds: 'Ids of records whose deletion the server does not know yet.',
    purpose: 'Deleting in the account what was deleted on the phone.',
  },
  {
    ...CONTENT,
    name: 'journal/blob',
    holds: 'Ids and sizes of sealed pictures on their way.',
    purpose: 'Losing nothing while the server is away.',
  },
  {
    ...CONTENT,
    name: 'journal/chunk',
    holds: 'Sealed pictures on their way, in pieces.',
    purpose: 'Losing nothing while the server is away.',
  },
  {
    ...CONTENT,
    name: 'journal/batch',
    holds: 'Outgoing batches: expiry, lease, and their content keys, sealed under the journal’s key.',
    purpose: 'Reporting what became of texts; gone 48 hours after the batch’s expiry.',
  },
  {
    ...CONTENT,
    name: 'journal/text',
    holds: 'Which texts have left, when, and what their own row will say, sealed under the journal’s key.',
    purpose: 'Never sending a text twice; gone 48 hours after the batch’s expiry.',
  },
  {
    ...DEVICE,
    name: 'journal/part',
    holds: 'What the radio said of each part of a text.',
    purpose: 'Saying “sent” when all parts are; gone 48 hours after the batch’s expiry.',
  },
  {
    ...CONTENT,
    name: 'journal/event',
    holds: 'Reports on texts that are not with the server yet, sealed under the journal’s key.',
    purpose: 'Losing no report while the server is away.',
  },
  {
    ...CONTENT,
    name: 'journal/segment',
    holds: 'Sealed, signed reports that are not with the server yet.',
    purpose: 'Sending the same octets again after silence.',
  },
  {
    ...DEVICE,
    name: 'journal/command',
    holds: 'Ids of commands that were obeyed.',
    purpose: 'Obeying a command once; gone 48 hours after the command’s expiry.',
  },
];
