import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The policy does not say whose data it is.',
  red: ['har/policy-table'],
  edits: [
    {
      file: 'apps/site/src/privacy/data-table.ts',
      find: `<span>Whose: \${whose}.</span>`,
      replace: ``,
    },
  ],
} as const satisfies Mutation;
