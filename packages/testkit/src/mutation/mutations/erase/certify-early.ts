import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A certificate does not wait for the search of the device that has planned it.',
  red: ['erase/record', 'erase/certificate'],
  edits: [
    {
      file: 'packages/database/src/erasure/advance-erasure.ts',
      find: 'if (signed && !search && ',
      replace: 'if (signed && !search && received === null && ',
    },
  ],
} as const satisfies Mutation;
