import type { Protection } from '../vocabulary.ts';

/** Who can read a value, in the words of the public pages; from the strongest protection to the weakest. */
export const READERS = {
  sealed: 'Your devices',
  'on-device': 'That device',
  hashed: 'Nobody: a digest',
  'password-hash': 'Nobody: a slow hash',
  public: 'Anyone: it is public by nature',
  encrypted: 'The service; encrypted on its disks',
  wrapped: 'Nobody: a key under another key',
  clear: 'The service',
} as const satisfies Record<Protection, string>;
