import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A closed account keeps its sessions.',
  red: ['introspect/closed-account'],
  edits: [
    {
      file: 'packages/database/src/account/close-account.ts',
      find: `  await endSessions(transaction, account);
`,
      replace: '',
    },
  ],
} as const satisfies Mutation;
