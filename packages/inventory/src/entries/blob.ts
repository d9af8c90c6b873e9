import { ORDINARY } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, STORED_DAY } from './columns.ts';

/** Pictures and other large parts, sealed in chunks. */
export const BLOB_ENTRIES = [
  ...columns(
    {
      table: 'blob',
      purpose: 'Keeping pictures and other large parts of records.',
      necessity: 'required',
      protection: 'clear',
      category: 'content',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      id: 'A random name.',
      owner_kind: 'The kind of the record that it belongs to.',
      owner: 'The record that it belongs to, and with which it goes.',
      size: 'Its padded size in octets.',
      chunks: 'How many chunks it has.',
      stored: STORED_DAY,
    },
  ),
  ...columns(
    {
      table: 'blob_chunk',
      purpose: 'Keeping pictures and other large parts of records.',
      necessity: 'required',
      protection: 'clear',
      category: 'content',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      blob_id: 'The blob that the chunk is of.',
      number: 'Which chunk it is.',
      octets: { holds: 'The chunk itself, sealed by a device.', protection: 'sealed' },
    },
  ),
  ...columns(
    {
      table: 'blob_waiting',
      purpose: 'Clearing away uploads that nothing belongs to.',
      necessity: 'required',
      protection: 'clear',
      category: 'operation',
      retention: 'orphan-24h',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      blob_id: 'The blob whose record has not arrived.',
      expires: {
        holds: 'When the blob goes unless its record arrives; the row is gone as soon as it does.',
        clock: true,
      },
    },
  ),
];
