import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The cookie of signing in goes along with other sites’ requests.',
  red: ['har/session-cookie'],
  edits: [
    {
      file: 'apps/server/src/identity/session-cookie.ts',
      find: 'SameSite=Strict',
      replace: 'SameSite=Lax',
    },
  ],
} as const satisfies Mutation;
