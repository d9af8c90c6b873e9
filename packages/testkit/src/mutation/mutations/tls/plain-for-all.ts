import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Plain HTTP is answered under every name.',
  red: ['tls/plain-refused'],
  rig: 'service',
  edits: [
    {
      file: 'apps/server/src/security/host.ts',
      find: 'return tls === null && !isLoopback',
      replace: 'return tls !== null && !isLoopback',
    },
  ],
} as const satisfies Mutation;
