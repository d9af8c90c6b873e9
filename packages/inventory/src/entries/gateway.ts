import { ORDINARY } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, SEALED_AND_ENCRYPTED, STORED_DAY } from './columns.ts';

/** What gateways obey. */
export const GATEWAY_ENTRIES = columns(
  {
    table: 'gateway_settings',
    purpose: 'Handing a gateway what it obeys, signed by one of the account’s own devices.',
    necessity: 'required',
    protection: 'clear',
    category: 'device',
    retention: 'account',
    rights: ORDINARY,
    recipients: ['none'],
  },
  {
    account_id: ACCOUNT_ID,
    target: 'The gateways that obey, by the name of the first of them.',
    version: 'How often they were written.',
    author: 'The device that signed them.',
    epoch: 'The period whose inbound key opens them.',
    keys: 'Random names of the API keys that are inside.',
    envelope: {
      holds: 'The settings themselves, sealed by a device: digests of API keys, webhooks, carriers, limits.',
      protection: 'sealed',
    },
    members: 'The gateways that obey.',
    sealed: { ...SEALED_AND_ENCRYPTED, holds: 'The wraps of their key to these gateways.' },
    account_enc: {
      holds: 'The wrap of their key to the account’s readers, first half.',
      protection: 'sealed',
    },
    account_sealed: {
      ...SEALED_AND_ENCRYPTED,
      holds: 'The wrap of their key to the account’s readers, second half.',
    },
    signature: { holds: 'Their author’s signature.', protection: 'public' },
    stored: STORED_DAY,
  },
);
