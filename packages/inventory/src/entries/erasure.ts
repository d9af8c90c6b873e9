import { IMPERSONAL } from '../vocabulary.ts';
import { columns, STORED_DAY } from './columns.ts';

/** What was erased, as ids, until no backup is older. */
export const ERASURE_ENTRIES = columns(
  {
    table: 'erasure',
    purpose:
      'Finishing what is to be erased, certifying it, and erasing it again where a backup brings it back.',
    necessity: 'required',
    protection: 'clear',
    category: 'operation',
    retention: 'erasure-16d',
    rights: IMPERSONAL,
    recipients: ['none'],
  },
  {
    id: 'A random name.',
    account_id: {
      holds: 'The account that it belongs to; emptied when that goes.',
      rights: { access: 'export', rectify: 'no', erase: 'detach' },
    },
    kind: 'Whether an account, a device, records or a contact are erased, or records were deleted.',
    state: 'How far it has come.',
    number: 'Its place in the journal beside the keyring.',
    hash: 'The digest of that entry.',
    is_over: 'Whether nothing is left to be done.',
    matter: 'The random names of what is to be erased; empty once the journal has it.',
    progress: 'How many rows went from which table and which keys, when, and who looked afterwards.',
    token: { holds: 'The digest of the token that its certificate is handed out for.', protection: 'hashed' },
    certificate: 'The certificate, which names its subject in a form that only the subject can read.',
    until: 'When the certificate, or the waiting for a device’s own search, ends.',
    stored: STORED_DAY,
  },
);
