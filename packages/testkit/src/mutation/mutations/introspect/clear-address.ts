import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The activity log’s addresses lie in the database as they are.',
  red: ['introspect/at-rest'],
  edits: [
    {
      file: 'packages/database/src/keys/at-rest-columns.ts',
      find: `activity: { key: ['id'], columns: { ip: 'text' } },`,
      replace: `activity: { key: ['id'], columns: {} },`,
    },
  ],
} as const satisfies Mutation;
