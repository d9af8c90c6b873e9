import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What goes by days is kept for a day longer.',
  red: ['clock/thresholds', 'clock/retention-job'],
  edits: [
    {
      file: 'packages/policy/src/retention/thresholds.ts',
      find: 'now - days * DAY_MS',
      replace: 'now - (days + 1) * DAY_MS',
    },
  ],
} as const satisfies Mutation;
