import { ORDINARY } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, FEED_PLACE, SEALED_OR_ENCRYPTED, STORED_DAY } from './columns.ts';

/** Sealed records, what was deleted, and what was expired. */
export const RECORD_ENTRIES = [
  ...columns(
    {
      table: 'record',
      purpose: 'Sharing texts, contacts, calls and settings between the account’s own devices.',
      necessity: 'required',
      protection: 'clear',
      category: 'content',
      retention: 'preference',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      seq: FEED_PLACE,
      author_seq: 'The author’s own counter, which shows a replay.',
      version: 'How often the record was written.',
      epoch: 'The period whose key seals the record.',
      day: { holds: 'The UTC day of a message; empty for other kinds.', clock: true },
      stored: STORED_DAY,
      kind: 'Which kind of record it is.',
      id: 'A random or keyed name that tells nothing to who lacks the account’s keys.',
      author: 'The device that sealed it.',
      conversation: 'A keyed name of the conversation, on messages only.',
      envelope: {
        ...SEALED_OR_ENCRYPTED,
        holds:
          'The record itself, sealed by a device: addresses, texts, names, exact times. Of an open account it is encrypted by the service instead.',
        rights: { access: 'export', rectify: 'self', erase: 'destroy' },
      },
    },
  ),
  ...columns(
    {
      table: 'tombstone',
      purpose: 'Telling devices that were away what was deleted.',
      necessity: 'required',
      protection: 'clear',
      category: 'operation',
      retention: 'tombstone-90d',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      kind: 'Which kind of record was deleted.',
      id: 'The name that the record had.',
      seq: FEED_PLACE,
      stored: { holds: 'The UTC day of the deletion.', clock: true },
    },
  ),
  ...columns(
    {
      table: 'expired_before',
      purpose: 'Telling devices that were away what the retention preference has expired.',
      necessity: 'required',
      protection: 'clear',
      category: 'operation',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      kind: 'Which kind of record was expired.',
      before: 'The first day that was kept.',
      seq: FEED_PLACE,
      stored: STORED_DAY,
    },
  ),
];
