import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The policy leaves out the law of one place.',
  red: ['har/rights-by-law'],
  edits: [
    {
      file: 'apps/site/src/privacy/rights-by-law.ts',
      find: `(Object.keys(REGIMES) as RegimeId[]).map(regime)`,
      replace: `(Object.keys(REGIMES) as RegimeId[]).slice(1).map(regime)`,
    },
  ],
} as const satisfies Mutation;
