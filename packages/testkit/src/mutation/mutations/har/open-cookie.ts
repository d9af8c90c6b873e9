import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Scripts can read the cookie of signing in.',
  red: ['har/session-cookie'],
  edits: [
    {
      file: 'apps/server/src/identity/session-cookie.ts',
      find: '; HttpOnly',
      replace: '',
    },
  ],
} as const satisfies Mutation;
