import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The policy leaves out what the phone keeps.',
  red: ['har/policy-table'],
  edits: [
    {
      file: 'apps/site/src/privacy/data-table.ts',
      find: `filter((place) => place !== 'database')`,
      replace: `filter((place) => place !== 'database' && place !== 'phone-storage')`,
    },
  ],
} as const satisfies Mutation;
