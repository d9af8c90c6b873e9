import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'An account does not keep the version of the policy under which it was made.',
  red: ['introspect/policy-version'],
  edits: [
    {
      file: 'packages/database/src/identity/sign-up.ts',
      find: `policy: input.policy, stored`,
      replace: `policy: null, stored`,
    },
  ],
} as const satisfies Mutation;
