import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Nobody has looked at the policy when it was to be looked at.',
  red: ['lint/policy-review'],
  edits: [
    {
      file: 'packages/inventory/src/version/review.ts',
      find: `last: '2026-11-26'`,
      replace: `last: '2020-11-26'`,
    },
    {
      file: 'packages/inventory/src/version/review.ts',
      find: `next: '2027-05-26'`,
      replace: `next: '2021-05-26'`,
    },
  ],
} as const satisfies Mutation;
