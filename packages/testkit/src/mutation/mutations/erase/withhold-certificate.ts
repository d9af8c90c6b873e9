import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The certificate of a deleted account is handed to nobody.',
  red: ['erase/certificate'],
  edits: [
    {
      file: 'packages/database/src/erasure/read-erasure.ts',
      find: 'return row !== undefined;',
      replace: 'return false;',
    },
  ],
} as const satisfies Mutation;
