import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A one-time code signs in again.',
  red: ['introspect/one-time-code'],
  edits: [
    {
      file: 'apps/server/src/identity/sign-up.ts',
      find: 'import { finishSignUp,',
      replace: 'import { findHolder, finishSignUp,',
    },
    {
      file: 'apps/server/src/identity/sign-up.ts',
      find: '  if (!pending ||',
      replace: `  const holder = await findHolder(deps.database, { email, mobile: null });
  if (holder) return beginSession(identity, { account: holder.account, action: 'sign-in', ...exchange });
  if (!pending ||`,
    },
  ],
} as const satisfies Mutation;
