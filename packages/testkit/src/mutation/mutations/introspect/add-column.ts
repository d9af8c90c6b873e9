import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'An account has a column that nobody listed.',
  red: ['introspect/columns'],
  edits: [
    {
      file: 'packages/database/migrations/0001-account.sql',
      find: `  stored date NOT NULL
`,
      replace: `  stored date NOT NULL,
  nickname text
`,
    },
  ],
} as const satisfies Mutation;
