import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The retention job leaves the activity log as it is.',
  red: ['clock/retention-job'],
  edits: [
    {
      file: 'packages/database/src/retention/retain.ts',
      find: 'for (const step of retentionPlan(INVENTORY))',
      replace: `for (const step of retentionPlan(INVENTORY).filter(({ table }) => table !== 'activity'))`,
    },
  ],
} as const satisfies Mutation;
