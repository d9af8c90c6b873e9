import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A claim calls data anonymous that carries an id.',
  red: ['lint/wording'],
  edits: [
    {
      file: 'packages/inventory/src/claims/cookies.ts',
      find: `'Public pages work without cookies.'`,
      replace: `'Public pages keep anonymous statistics.'`,
    },
  ],
} as const satisfies Mutation;
