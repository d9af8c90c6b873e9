import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Beside a sum on use stands who was counted last.',
  red: ['introspect/columns', 'introspect/usage-sums'],
  edits: [
    {
      file: 'packages/database/migrations/0040-usage.sql',
      find: '  total bigint NOT NULL,',
      replace: `  total bigint NOT NULL,
  last_account text,`,
    },
  ],
} as const satisfies Mutation;
