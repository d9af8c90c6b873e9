import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A one-time code signs in again.',
  red: ['introspect/one-time-code'],
  edits: [
    {
      file: 'apps/server/src/identity/sign-up.ts',
      find: 'import { finishSignUp, noteSignUp, trySignUp }',
      replace: 'import { findHolder, finishSignUp, noteSignUp, trySignUp }',
    },
    {
      file: 'apps/server/src/identity/sign-up.ts',
      find: `  const code = codeMac(secret, { purpose: 'sign-up', subject: email }, body.code);
  if (!pending`,
      replace: `  const holder = await findHolder(deps.database, { email, mobile: null });
  if (holder) return beginSession(identity, { account: holder.account, action: 'sign-in', ...exchange });
  const code = codeMac(secret, { purpose: 'sign-up', subject: email }, body.code);
  if (!pending`,
    },
  ],
} as const satisfies Mutation;
