import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'TLS 1.0 and 1.1 are spoken.',
  red: ['tls/old-versions'],
  edits: [
    {
      file: 'apps/server/src/server.ts',
      find: `{ ...tls, ...KEPT_ALIVE, minVersion: 'TLSv1.2' }`,
      replace: `{ ...tls, ...KEPT_ALIVE, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }`,
    },
  ],
} as const satisfies Mutation;
