import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The choice of how long content is kept is not stored.',
  red: ['introspect/retention-setting'],
  edits: [
    {
      file: 'packages/database/src/account/account.ts',
      find: '.set({ retention_days: days })',
      replace: '.set({ retention_days: null })',
    },
  ],
} as const satisfies Mutation;
