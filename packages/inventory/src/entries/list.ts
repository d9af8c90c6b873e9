import { ORDINARY } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, SEALED_AND_ENCRYPTED, STORED_DAY } from './columns.ts';

/** Lists that devices follow: numbers that must not be texted, and who agreed to be. */
export const LIST_ENTRIES = [
  ...columns(
    {
      table: 'list_key',
      purpose: 'Letting readers and chosen gateways, and nobody else, read the account’s lists.',
      necessity: 'required',
      protection: 'clear',
      category: 'delivery',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      list: 'Which list it is: suppressions or consents.',
      version: 'How often its key has changed.',
      author: 'The device that made the key.',
      epoch: 'The period whose inbound key opens it.',
      head_count: 'How many segments the list had then.',
      head_digest: { holds: 'A digest of the last one then.', protection: 'public' },
      envelope: { holds: 'The keys that were before it, sealed by a device.', protection: 'sealed' },
      account_enc: {
        holds: 'The wrap of the key to the account’s readers, first half.',
        protection: 'sealed',
      },
      account_sealed: {
        ...SEALED_AND_ENCRYPTED,
        holds: 'The wrap of the key to the account’s readers, second half.',
      },
      gateways: 'The gateways that follow the list.',
      sealed: { ...SEALED_AND_ENCRYPTED, holds: 'The wraps of the key to those gateways.' },
      signature: { holds: 'Its author’s signature.', protection: 'public' },
      count: 'How many segments the list has now.',
      digest: { holds: 'A digest of the last one.', protection: 'public' },
      stored: STORED_DAY,
    },
  ),
  ...columns(
    {
      table: 'list_segment',
      purpose: 'Sparing people texts that they do not want, whichever device would send them.',
      necessity: 'required',
      protection: 'clear',
      category: 'delivery',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      list: 'Which list it belongs to: suppressions or consents.',
      number: 'Its place in the list.',
      author: 'The device that appended it.',
      previous: { holds: 'A digest of the segment before.', protection: 'public' },
      key_version: 'Which of the list’s keys opens it.',
      envelope: {
        holds: 'Numbers and what their holders asked for, sealed by a device.',
        protection: 'sealed',
      },
      signature: { holds: 'Its author’s signature.', protection: 'public' },
      stored: STORED_DAY,
    },
  ),
];
