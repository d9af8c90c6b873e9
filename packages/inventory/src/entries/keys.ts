import { IMPERSONAL, ORDINARY, SECRET } from '../vocabulary.ts';
import { ACCOUNT_ID, columns } from './columns.ts';

/** Keys of what is encrypted at rest, each under another; the outermost lie in the keyring. */
export const KEY_ENTRIES = [
  ...columns(
    {
      table: 'day_key',
      purpose: 'Knowing which key of the keyring is today’s, and which still has to be destroyed.',
      necessity: 'required',
      protection: 'clear',
      category: 'operation',
      retention: 'installation',
      rights: IMPERSONAL,
      recipients: ['none'],
    },
    {
      id: 'A random name.',
      day: 'The UTC day on which it was made.',
      state: 'Whether it is announced, current or on its way out.',
    },
  ),
  ...columns(
    {
      table: 'account_key',
      purpose: 'Closing everything of an account in every copy at once, by destroying one key.',
      necessity: 'required',
      protection: 'clear',
      category: 'account',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      day_key: 'The day’s key that wraps it.',
      wrapped: {
        holds: 'The account’s key, encrypted under the day’s.',
        protection: 'wrapped',
        rights: SECRET,
      },
      numbers: 'How many data keys it was ever given, so that none gets the number of one that is gone.',
    },
  ),
  ...columns(
    {
      table: 'data_key',
      purpose: 'Encrypting what the server can read, and what opens an account’s content.',
      necessity: 'required',
      protection: 'clear',
      category: 'account',
      retention: 'account',
      rights: ORDINARY,
      recipients: ['none'],
    },
    {
      account_id: ACCOUNT_ID,
      number: 'Which of the account’s keys it is.',
      category: 'Which category of data it encrypts.',
      month:
        'The month in which it encrypts, or whose texts it does; empty where it does for as long as there is the account.',
      wrapped: { holds: 'The key, encrypted under the account’s.', protection: 'wrapped', rights: SECRET },
    },
  ),
];
