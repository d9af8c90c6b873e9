import { ORDINARY, type Entry } from '../vocabulary.ts';
import { listed } from './listed.ts';

/** Every connection that a program or a page of ours opens, and what goes over it. There are no others. */
export const CONNECTION_ENTRIES: readonly Entry[] = listed(
  {
    place: 'connection',
    purpose: 'Carrying what the devices of an account tell each other.',
    necessity: 'required',
    protection: 'sealed',
    category: 'delivery',
    retention: 'passing',
    rights: ORDINARY,
    recipients: ['none'],
  },
  {
    'browser/server': 'Sealed records, batches and live events, and who is signed in.',
    'phone/server': 'Sealed records, batches and live events.',
    'gateway/server': 'Sealed records, batches and reports.',
    'command-line/server': {
      holds: 'Sealed records that are imported.',
      when: 'Only while something is imported.',
    },
    'command-line/gateway': {
      holds: 'Numbers and texts that the account’s own person sends, in clear.',
      purpose: 'Sending texts from a terminal.',
      protection: 'clear',
      when: 'Only while something is sent.',
    },
    'phone/provider': {
      holds: 'The phone’s own texts, contacts and calls, on the phone itself.',
      purpose: 'Reading what there is on the phone.',
      protection: 'on-device',
    },
    'server/database': {
      holds: 'Everything that the database holds.',
      purpose: 'Keeping it.',
      protection: 'clear',
    },
    'backup/database': {
      holds: 'That a copy begins and ends; the copy itself is made of files.',
      purpose: 'Making backups.',
      protection: 'clear',
      when: 'Only where the service makes backups of its own PostgreSQL.',
    },
    'server/nats': {
      holds: 'Signals between the processes of one service.',
      purpose: 'Waking the devices of an account, whichever server process they are connected to.',
      necessity: 'optional',
      when: 'Only where several server processes share their work.',
    },
    'server/notices': {
      holds: 'One-time codes that the server wrote itself, and the holder’s own number, in clear.',
      purpose: 'Reaching the holder’s own number.',
      protection: 'clear',
      category: 'sign-in',
      recipients: ['notice-route'],
    },
    'gateway/carrier': {
      holds: 'Numbers and texts, in clear, as the mobile network needs them, and receipts and replies.',
      purpose: 'Sending the texts that the account’s programs order.',
      necessity: 'optional',
      protection: 'clear',
      recipients: ['carrier'],
      when: 'Only where the account has set up a gateway with a carrier.',
    },
    'gateway/webhooks': {
      holds: 'What became of texts, and replies, in clear, signed.',
      purpose: 'Telling the account’s own programs.',
      necessity: 'optional',
      protection: 'clear',
      recipients: ['own-programs'],
      when: 'Only where the account has named addresses of its own programs.',
    },
    'gateway/callbacks': {
      holds: 'What became of one text, in clear, signed.',
      purpose: 'Telling the program that ordered the text.',
      necessity: 'optional',
      protection: 'clear',
      recipients: ['own-programs'],
      when: 'Only where a program named an address with its text.',
    },
  },
);
