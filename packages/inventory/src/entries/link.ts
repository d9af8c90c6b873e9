import { ORDINARY, SECRET, type Entry } from '../vocabulary.ts';
import { columns, STORED_DAY } from './columns.ts';

/** There may be no account of this name, and so no key of one. */
const UNDER_DAY = { protection: 'encrypted', atRest: 'day' } as const;

/** Pending links: minutes. */
export const LINK_ENTRIES: readonly Entry[] = columns(
  {
    table: 'link',
    purpose: 'Letting a new device and a trusted one find each other and compare keys.',
    necessity: 'required',
    protection: 'clear',
    category: 'device',
    retention: 'minutes',
    rights: ORDINARY,
    recipients: ['none'],
  },
  {
    account_id: 'The account that the new device asks for; a random id where nobody has the identifier.',
    id: 'A random name.',
    secret: {
      holds: 'SHA-256 of the new device’s secret for this link.',
      protection: 'hashed',
      rights: SECRET,
    },
    platform: 'What kind of device the new one says it is.',
    name: { ...UNDER_DAY, holds: 'What the new device calls itself.' },
    commitment: { holds: 'The new device’s commitment to its keys.', protection: 'public' },
    credential: {
      holds: 'SHA-256 of the bearer token that the new device made for itself.',
      protection: 'hashed',
      rights: SECRET,
    },
    state: 'How far the link has come.',
    answer: { holds: 'The trusted device’s nonce and the chain that it knows.', protection: 'public' },
    reveal: {
      ...UNDER_DAY,
      holds: 'What the new device committed to: its public keys, its name and where it runs.',
    },
    expires: { holds: 'When the link is over.', clock: true },
    stored: STORED_DAY,
  },
);
