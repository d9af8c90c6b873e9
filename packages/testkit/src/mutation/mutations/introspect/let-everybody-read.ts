import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Everybody who enters the database may read who has an account.',
  red: ['introspect/roles'],
  edits: [
    {
      file: 'packages/database/migrations/0036-policy.sql',
      find: `-- Empty where`,
      replace: `GRANT SELECT ON identity.holder TO PUBLIC;
-- Empty where`,
    },
  ],
} as const satisfies Mutation;
