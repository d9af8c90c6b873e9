import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A device of a deleted account goes on to be believed.',
  red: ['erase/account'],
  edits: [
    {
      file: 'apps/server/src/device/device-tokens.ts',
      find: 'if (known.account === account && (device === undefined || known.id === device)) this',
      replace: 'if (known.account === account && known.id === device) this',
    },
  ],
} as const satisfies Mutation;
