import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A sealed account takes records that the service can read.',
  red: ['introspect/account-kind', 'introspect/open-records'],
  edits: [
    {
      file: 'packages/database/src/record/plain-records.ts',
      find: 'if (!kinds.includes(row.kind))',
      replace: `if (!kinds.includes(row.kind) && !kinds.includes('open'))`,
    },
  ],
} as const satisfies Mutation;
