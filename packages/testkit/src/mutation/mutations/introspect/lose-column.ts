import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A column that is listed is not there.',
  red: ['introspect/columns', 'introspect/sealed-octets'],
  edits: [
    {
      file: 'packages/database/migrations/0020-identity.sql',
      find: 'CREATE INDEX used_challenge_expires ON identity.used_challenge (expires);',
      replace: `CREATE INDEX used_challenge_expires ON identity.used_challenge (expires);
ALTER TABLE identity.used_challenge RENAME COLUMN digest TO hash;`,
    },
  ],
} as const satisfies Mutation;
