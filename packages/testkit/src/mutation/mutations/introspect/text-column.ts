import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What is sealed is kept in a column that takes any text.',
  red: ['introspect/sealed-octets'],
  edits: [
    {
      file: 'packages/database/migrations/0024-list.sql',
      find: `  key_version integer NOT NULL,
  envelope bytea NOT NULL,`,
      replace: `  key_version integer NOT NULL,
  envelope text NOT NULL,`,
    },
  ],
} as const satisfies Mutation;
