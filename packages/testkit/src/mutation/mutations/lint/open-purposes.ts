import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Something is held for a reason that nobody has listed.',
  red: ['lint/purposes'],
  edits: [
    {
      file: 'packages/inventory/src/entries/account.ts',
      find: `purpose: 'Being the boundary of data, keys and deletion.',`,
      replace: `purpose: 'Knowing people better.',`,
    },
  ],
} as const satisfies Mutation;
