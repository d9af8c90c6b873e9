import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What is hidden of a week can be worked out of what is told.',
  red: ['lint/usage-figures'],
  edits: [
    {
      file: 'packages/policy/src/usage/release-week.ts',
      find: 'large.slice(1)',
      replace: 'large',
    },
  ],
} as const satisfies Mutation;
