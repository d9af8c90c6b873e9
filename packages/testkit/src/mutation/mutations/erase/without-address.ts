import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'An account goes without its holder’s address.',
  red: ['erase/account'],
  edits: [
    {
      file: 'apps/server/src/account/account-routes.ts',
      find: 'if (holder?.email !== request.body.email.trim().toLowerCase())',
      replace: 'if (holder === null)',
    },
  ],
} as const satisfies Mutation;
