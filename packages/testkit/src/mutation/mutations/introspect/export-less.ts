import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The export leaves out the activity log.',
  red: ['introspect/export'],
  edits: [
    {
      file: 'packages/database/src/account/export-account.ts',
      find: '    yield { table: step.table, columns:',
      replace: `    if (step.table === 'activity') continue;
    yield { table: step.table, columns:`,
    },
  ],
} as const satisfies Mutation;
