import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The service keeps the secret key of a sealed account.',
  red: ['introspect/open-records'],
  edits: [
    {
      file: 'packages/seal/src/device/create-account-root.ts',
      find: 'if (open) Object.assign(request,',
      replace: 'Object.assign(request,',
    },
    {
      file: 'packages/policy/src/device/judge-append.ts',
      find: `if (request.keptKey !== (before.length === 0 && state.open)) breaks('kept-key');`,
      replace: '',
    },
    {
      file: 'packages/database/src/account/open-account.ts',
      find: `.set({ kind: 'open' })`,
      replace: `.set({ kind: 'sealed' })`,
    },
  ],
} as const satisfies Mutation;
