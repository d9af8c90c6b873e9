import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A deletion is answered and does nothing.',
  red: ['erase/account'],
  edits: [
    {
      file: 'packages/database/src/account/delete-account.ts',
      find: '  for (const { table, column } of deletionPlan(INVENTORY))',
      replace: `  for (const { table, column } of deletionPlan(INVENTORY).filter(({ table }) => table === 'activity'))`,
    },
  ],
} as const satisfies Mutation;
