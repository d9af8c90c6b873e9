import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A closed account cannot be woken.',
  red: ['introspect/closed-account'],
  edits: [
    {
      file: 'packages/database/src/account/close-account.ts',
      find: 'new Date(now.getTime() - CLOSED_MS)',
      replace: 'new Date(now.getTime() + CLOSED_MS)',
    },
  ],
} as const satisfies Mutation;
