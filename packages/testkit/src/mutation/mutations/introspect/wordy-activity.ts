import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The activity log says more than it should.',
  red: ['introspect/activity'],
  edits: [
    {
      file: 'packages/database/src/activity/activity.ts',
      find: `    device: row.device_id,
`,
      replace: `    device: row.device_id,
    account: row.account_id,
`,
    },
  ],
} as const satisfies Mutation;
