import { ORDINARY, SECRET } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, FEED_PLACE, STORED_DAY } from './columns.ts';

/** Texts on their way out, and what became of them. */
export const OUTBOX_ENTRIES = [
  ...columns(
    {
      table: 'batch',
      purpose: 'Handing texts to the device that sends them, and showing them on the account’s devices.',
      necessity: 'required',
      protection: 'clear',
      category: 'delivery',
      retention: 'preference',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      id: 'A random name.',
      seq: FEED_PLACE,
      posted: 'The place in the change feed at which it was posted: older ones leave first.',
      target: 'The sending device.',
      author: 'The device that wrote it.',
      epoch: 'The period whose inbound key opens it.',
      priority: 'How urgent it is.',
      not_before: 'When it may leave at the earliest, if that was asked for.',
      expires: 'When it must no longer leave.',
      count: 'How many texts are in it.',
      envelope: { holds: 'Numbers and texts, sealed by a device.', protection: 'sealed' },
      target_enc: { holds: 'The wrap of its key to the sending device, first half.', protection: 'sealed' },
      target_sealed: {
        holds: 'The wrap of its key to the sending device, second half.',
        protection: 'sealed',
      },
      account_enc: {
        holds: 'The wrap of its key to the account’s readers, first half.',
        protection: 'sealed',
      },
      account_sealed: {
        holds: 'The wrap of its key to the account’s readers, second half.',
        protection: 'sealed',
      },
      signature: { holds: 'Its author’s signature.', protection: 'public' },
      states: 'One state code per text.',
      waiting: 'How many of its texts still have to leave.',
      lease: { holds: 'Proof of the lease under way, if there is one.', rights: SECRET },
      lease_until: 'When that lease lapses; empty when there is none.',
      paused: 'Whether it is held back.',
      stored: { holds: STORED_DAY, clock: true },
    },
  ),
  ...columns(
    {
      table: 'segment',
      purpose: 'Showing what became of texts.',
      necessity: 'required',
      protection: 'clear',
      category: 'delivery',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      batch_id: 'The batch that it reports on, and with which it goes.',
      number: 'Which report of that batch it is.',
      seq: FEED_PLACE,
      author: 'The device that reports.',
      envelope: { holds: 'Times, states and errors, sealed by a device.', protection: 'sealed' },
      signature: { holds: 'Its author’s signature.', protection: 'public' },
      stored: STORED_DAY,
    },
  ),
  ...columns(
    {
      table: 'claim',
      purpose: 'Sending a text once, although the request to send it comes twice.',
      necessity: 'required',
      protection: 'clear',
      category: 'delivery',
      retention: 'claim-24h',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      key: {
        holds: 'The request’s own key, hashed by the gateway under a key that the server lacks.',
        protection: 'hashed',
        rights: SECRET,
      },
      body: {
        holds: 'The request, hashed by the gateway under a key that the server lacks.',
        protection: 'hashed',
        rights: SECRET,
      },
      batch_id: 'The batch that holds the request’s texts.',
      first: 'The place of the first of them in the batch.',
      count: 'How many they are.',
      expires: { holds: 'The full hour at which the row goes.', clock: true },
    },
  ),
];
