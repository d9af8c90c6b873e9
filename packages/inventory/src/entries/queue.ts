import { IMPERSONAL, ORDINARY, type Entry } from '../vocabulary.ts';
import { listed } from './listed.ts';

const SEVERAL_SERVERS = 'Only where several server processes share their work over NATS.';

/** What waits to be done, and what the processes of one service call out to each other. Nothing of it holds content in clear. */
export const QUEUE_ENTRIES: readonly Entry[] = [
  ...listed(
    {
      place: 'queue',
      purpose: 'Letting go of what has had its time.',
      necessity: 'required',
      protection: 'clear',
      category: 'operation',
      retention: 'installation',
      rights: IMPERSONAL,
      recipients: ['none'],
    },
    {
      'tasks/every-minute': 'That the short housekeeping is due; it names nobody.',
      'tasks/every-hour': 'That the long housekeeping is due; it names nobody.',
      'tasks/keys': 'That the keys at rest are to be looked after; it names nobody.',
    },
  ),
  ...listed(
    {
      place: 'queue',
      purpose: 'Waking the devices of an account, whichever server process they are connected to.',
      necessity: 'optional',
      protection: 'clear',
      category: 'operation',
      retention: 'passing',
      rights: ORDINARY,
      recipients: ['none'],
      when: SEVERAL_SERVERS,
    },
    {
      'nats/smseal.account.*': {
        holds: 'Live events, sealed by a device, and that something has changed, by the account’s name.',
        protection: 'sealed',
      },
      'nats/smseal.presence.*': 'Which devices of an account are connected.',
      'nats/smseal.removal': 'That a device was removed or an account deleted.',
      'nats/_INBOX.>': 'Answers to who is connected.',
    },
  ),
];
