import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What an account asks for is counted under its name.',
  red: ['introspect/usage-sums'],
  edits: [
    {
      file: 'apps/server/src/usage/count-requests.ts',
      find: "SURFACES[word] ?? 'account'",
      replace: '(SURFACES[word] ?? account) as never',
    },
    {
      file: 'apps/server/src/usage/usage-counter.ts',
      find: 'SAVE_MS = 60_000',
      replace: 'SAVE_MS = 50',
    },
  ],
} as const satisfies Mutation;
