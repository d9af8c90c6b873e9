import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The activity log does not know of sign-ups and sign-ins.',
  red: ['introspect/activity'],
  edits: [
    {
      file: 'apps/server/src/identity/begin-session.ts',
      find: '    await recordActivity(',
      replace: `    if (action === 'password-set') await recordActivity(`,
    },
  ],
} as const satisfies Mutation;
