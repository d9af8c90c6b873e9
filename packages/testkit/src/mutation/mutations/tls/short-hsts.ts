import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Browsers are told for an hour to come over TLS only.',
  red: ['tls/strict-transport'],
  edits: [
    {
      file: 'apps/server/src/security/headers.ts',
      find: 'max-age=63072000',
      replace: 'max-age=3600',
    },
  ],
} as const satisfies Mutation;
