import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The policy says of everything that nobody else gets it.',
  red: ['har/policy-table'],
  edits: [
    {
      file: 'apps/site/src/privacy/data-table.ts',
      find: `recipients.join(', ') || 'Nobody'`,
      replace: `recipients.length >= 0 ? 'Nobody' : ''`,
    },
  ],
} as const satisfies Mutation;
