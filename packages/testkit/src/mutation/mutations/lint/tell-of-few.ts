import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A figure on use is told although few accounts are behind it.',
  red: ['lint/usage-figures'],
  edits: [
    {
      file: 'packages/policy/src/usage/release-week.ts',
      find: 'accounts >= fewest',
      replace: 'accounts > 1',
    },
  ],
} as const satisfies Mutation;
