import { ORDINARY } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, SEALED_AND_ENCRYPTED, STORED_DAY } from './columns.ts';

/** Keys of the days of gateways that send together. */
export const POOL_ENTRIES = [
  ...columns(
    {
      table: 'pool_key',
      purpose: 'Sealing texts to gateways under a key that lasts as long as that day’s texts need it.',
      necessity: 'required',
      protection: 'clear',
      category: 'device',
      retention: 'pool-key-7d',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      id: 'A random name.',
      pool: 'The gateways that it is for, by the name of the first of them.',
      generation: 'How often one of them had left when it was made.',
      day: 'The day on which it is sealed to.',
      author: 'The gateway that made it.',
      public: { holds: 'The public key.', protection: 'public' },
      members: 'The gateways that its author sealed it to.',
      signature: { holds: 'Its author’s signature.', protection: 'public' },
      until: { holds: 'The last day on which it is kept.', clock: true },
      stored: STORED_DAY,
    },
  ),
  ...columns(
    {
      table: 'pool_key_wrap',
      purpose: 'Handing the private half of such a key to the gateways that send together.',
      necessity: 'required',
      protection: 'clear',
      category: 'device',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      key_id: 'The key that it is of, and with which it goes.',
      member: 'The gateway that it is for.',
      enc: { holds: 'The private key, sealed to that gateway, first half.', protection: 'sealed' },
      sealed: {
        ...SEALED_AND_ENCRYPTED,
        holds: 'The private key, sealed to that gateway, second half.',
        category: 'delivery',
      },
      stored: STORED_DAY,
    },
  ),
];
