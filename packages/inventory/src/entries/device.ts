import { ORDINARY, SECRET, type Entry } from '../vocabulary.ts';
import {
  ACCOUNT_ID,
  columns,
  ENCRYPTED,
  FEED_PLACE,
  SEALED_AND_ENCRYPTED,
  STORED_DAY,
  type TableDefaults,
} from './columns.ts';

const DEVICE = {
  necessity: 'required',
  protection: 'clear',
  category: 'device',
  retention: 'device',
  rights: ORDINARY,
  recipients: ['none'],
} as const satisfies Partial<TableDefaults>;

const PUBLIC = { protection: 'public' } as const;
/** Octets sealed to a device or the root; worth nothing without their secret keys. */
const SEALED = { protection: 'sealed', rights: SECRET } as const;
/** What opens the account's content: its own key at rest, so that with that key all of the content is closed. */
const OPENS_CONTENT = { ...SEALED_AND_ENCRYPTED, rights: SECRET, category: 'content' } as const;

/** Devices: their chain, what is enforced from it, and the keys sealed to them. */
export const DEVICE_ENTRIES: readonly Entry[] = [
  ...columns(
    {
      ...DEVICE,
      table: 'chain_entry',
      protection: 'public',
      retention: 'account',
      purpose: 'Letting every device check which devices there are, and who admitted them.',
    },
    {
      account_id: ACCOUNT_ID,
      index: 'The entry’s place in the chain.',
      body: {
        ...ENCRYPTED,
        holds:
          'The entry as signed: a root’s or a device’s public keys, its platform, name and capabilities, a removal, or an epoch’s beginning; and when.',
      },
      signature: 'The signature over the entry.',
      stored: STORED_DAY,
    },
  ),
  ...columns(
    {
      ...DEVICE,
      table: 'device',
      purpose: 'Knowing which devices may ask for what.',
    },
    {
      account_id: ACCOUNT_ID,
      id: 'A random name.',
      platform: 'Browser, phone, gateway or command line.',
      can: 'What the device may do.',
      credential: {
        holds: 'SHA-256 of the device’s bearer token; gone when the device is removed.',
        protection: 'hashed',
        rights: SECRET,
      },
      admitted: 'The entry of the chain that admitted it.',
      removed: 'The entry of the chain that removed it.',
      authored: 'The device’s own count of what it has sealed, as last accepted.',
      last_seen: {
        holds: 'The UTC day of its last request, never finer.',
        purpose: 'Showing which devices are in use, so that lost ones are noticed.',
      },
      stored: STORED_DAY,
    },
  ),
  ...columns(
    {
      ...DEVICE,
      table: 'sealed_key',
      purpose: 'Handing each device, and the secret key, what it needs to open the account’s content.',
    },
    {
      account_id: ACCOUNT_ID,
      recipient: 'The device that can open it, or the account’s root.',
      scope: 'Whether it is an epoch’s secret or the id key.',
      epoch: 'The number of the epoch.',
      enc: { ...SEALED, holds: 'The encapsulated key (RFC 9180).' },
      sealed: { ...OPENS_CONTENT, holds: 'The sealed key.' },
      stored: STORED_DAY,
    },
  ),
  ...columns(
    {
      ...DEVICE,
      table: 'inbound_session',
      retention: 'account',
      purpose: 'Letting readers open what devices sealed that cannot read themselves.',
    },
    {
      account_id: ACCOUNT_ID,
      id: 'A random name.',
      device_id: 'The device that seals under it.',
      epoch: 'The number of the epoch.',
      day: 'The UTC day that it is for.',
      enc: { ...OPENS_CONTENT, holds: 'The encapsulated key (RFC 9180).' },
      signature: { ...PUBLIC, holds: 'The device’s signature over the session.' },
      seq: FEED_PLACE,
      stored: STORED_DAY,
    },
  ),
];
