import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What weighs on people counts after two weeks.',
  red: ['clock/policy-notice'],
  edits: [
    {
      file: 'packages/policy/src/version/notice.ts',
      find: `  material: 30,`,
      replace: `  material: 14,`,
    },
  ],
} as const satisfies Mutation;
