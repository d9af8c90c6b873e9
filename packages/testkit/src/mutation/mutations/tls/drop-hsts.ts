import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Browsers are not told to come over TLS only.',
  red: ['tls/strict-transport'],
  edits: [
    {
      file: 'apps/server/src/security/headers.ts',
      find: 'configuration.tls ?',
      replace: 'configuration.tls && configuration.port === 0 ?',
    },
  ],
} as const satisfies Mutation;
