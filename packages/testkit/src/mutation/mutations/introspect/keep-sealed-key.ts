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
      file: 'packages/database/src/device/append-chain.ts',
      find: `  return before.open && !change.state.open && finishSealing(transaction, account);`,
      replace: `  if (before.length === 0 && !change.state.open)
    await transaction.updateTable('account').set({ kind: 'sealed' }).where('id', '=', account).execute();
  return before.open && !change.state.open && finishSealing(transaction, account);`,
    },
  ],
} as const satisfies Mutation;
