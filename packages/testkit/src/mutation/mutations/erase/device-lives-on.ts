import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A device of a deleted account goes on to be believed.',
  red: ['erase/account'],
  edits: [
    {
      file: 'apps/server/src/device/device-tokens.ts',
      find: '(device === undefined || known.id === device)',
      replace: 'known.id === device',
    },
  ],
} as const satisfies Mutation;
