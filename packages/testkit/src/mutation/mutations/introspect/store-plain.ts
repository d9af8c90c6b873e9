import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Records of open accounts lie in the database as they are.',
  red: ['introspect/at-rest', 'introspect/open-records'],
  edits: [
    {
      file: 'packages/database/src/record/plain-records.ts',
      find: 'if (!records.some(isPlain)) return { records',
      replace: 'if (records.length > 0) return { records',
    },
    {
      file: 'packages/database/src/record/plain-records.ts',
      find: 'if (!records.some(isPlain)) return [',
      replace: 'if (records.length > 0) return [',
    },
  ],
} as const satisfies Mutation;
