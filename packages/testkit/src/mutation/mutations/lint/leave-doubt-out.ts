import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Who does not say where they live is under no law but the first.',
  red: ['lint/regimes'],
  edits: [
    {
      file: 'packages/policy/src/deadline/regimes-of.ts',
      find: `if (law === undefined) return ALL;`,
      replace: `if (law === undefined) return ALL.slice(0, 1);`,
    },
  ],
} as const satisfies Mutation;
