import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The key that is published is not the one that certificates are signed with.',
  red: ['erase/record', 'erase/certificate'],
  edits: [
    {
      file: 'apps/server/src/erasure/erasure-routes.ts',
      find: 'deps.eraser.issuer.key.publicKey',
      replace: "'A'.repeat(43)",
    },
  ],
} as const satisfies Mutation;
