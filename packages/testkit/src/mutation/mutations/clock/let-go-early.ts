import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What goes by the instant goes a tick early.',
  red: ['clock/thresholds', 'clock/retention-job'],
  edits: [
    {
      file: 'packages/policy/src/retention/thresholds.ts',
      find: 'return now - keepMs;',
      replace: 'return now - keepMs + 1;',
    },
  ],
} as const satisfies Mutation;
