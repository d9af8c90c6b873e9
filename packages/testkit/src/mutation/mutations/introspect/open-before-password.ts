import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A session opens everything before there is a password.',
  red: ['introspect/one-time-code'],
  edits: [
    {
      file: 'apps/server/src/security/authentication.ts',
      find: 'if (!request.session.hasSignInMethod && !options.beforeSignInMethod)',
      replace: 'if (!request.session.account && !options.beforeSignInMethod)',
    },
  ],
} as const satisfies Mutation;
