import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A sealed account takes what the service can read.',
  red: ['introspect/account-kind', 'introspect/open-records'],
  edits: [
    {
      file: 'packages/database/src/record/plain-records.ts',
      find: `return suites.has(1) ? [] : ['open'];`,
      replace: `return suites.has(1) ? [] : ['open', 'sealed'];`,
    },
  ],
} as const satisfies Mutation;
