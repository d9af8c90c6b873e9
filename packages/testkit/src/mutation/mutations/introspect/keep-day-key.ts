import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The key of the day is never replaced.',
  red: ['introspect/day-key'],
  edits: [
    {
      file: 'packages/database/src/keys/rotate.ts',
      find: 'if (current.day >= utcDay(now) && !force)',
      replace: 'if (!force)',
    },
  ],
} as const satisfies Mutation;
