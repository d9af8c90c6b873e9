import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A deletion is answered and does nothing.',
  red: ['erase/account'],
  edits: [
    {
      file: 'packages/database/src/account/delete-account.ts',
      find: '  for (const { table, column, how } of deletionPlan(INVENTORY)) {',
      replace: `  for (const { table, column, how } of deletionPlan(INVENTORY)) {
    if (table !== 'activity') continue;`,
    },
  ],
} as const satisfies Mutation;
