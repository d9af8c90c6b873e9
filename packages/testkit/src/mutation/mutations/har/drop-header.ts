import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Answers no longer say what a page may use.',
  red: ['har/headers'],
  edits: [
    {
      file: 'apps/server/src/security/headers.ts',
      find: `    'referrer-policy': 'no-referrer',
`,
      replace: '',
    },
  ],
} as const satisfies Mutation;
