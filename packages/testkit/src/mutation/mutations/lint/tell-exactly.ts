import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Figures on use are told as they are.',
  red: ['lint/usage-figures'],
  edits: [
    {
      file: 'packages/policy/src/usage/release-week.ts',
      find: 'Math.floor(figure / step) * step',
      replace: 'figure',
    },
  ],
} as const satisfies Mutation;
