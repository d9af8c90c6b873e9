import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The activity log does not know of sign-ups and sign-ins.',
  red: ['introspect/activity'],
  edits: [
    {
      file: 'apps/server/src/identity/begin-session.ts',
      find: `    await recordActivity(transaction, { account, action, ip: addressOf(request), device: null, now: at });
`,
      replace: `    if (action === 'password-set')
      await recordActivity(transaction, {
        account,
        action,
        ip: addressOf(request),
        device: null,
        now: at,
      });
`,
    },
  ],
} as const satisfies Mutation;
