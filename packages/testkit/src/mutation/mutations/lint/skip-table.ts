import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The deletion of an account leaves out the activity log.',
  red: ['lint/erasure-plan'],
  edits: [
    {
      file: 'packages/inventory/src/derive/deletion-plan.ts',
      find: 'if (columns.has(column)) steps',
      replace: `if (name === 'activity') continue;
    if (columns.has(column)) steps`,
    },
  ],
} as const satisfies Mutation;
