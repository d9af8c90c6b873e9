import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A column that is listed is not there.',
  red: ['introspect/columns', 'introspect/export'],
  edits: [
    {
      file: 'packages/database/migrations/0010-record.sql',
      find: 'ALTER TABLE account ADD COLUMN horizon bigint NOT NULL DEFAULT 0;',
      replace: 'ALTER TABLE account ADD COLUMN skyline bigint NOT NULL DEFAULT 0;',
    },
  ],
} as const satisfies Mutation;
