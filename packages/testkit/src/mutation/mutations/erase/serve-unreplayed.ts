import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A backup from before an erasure may be served as it is.',
  red: ['erase/replay'],
  edits: [
    {
      file: 'packages/database/src/erasure/require-replayed.ts',
      find: 'if (first !== undefined)',
      replace: 'if (first !== undefined && first < 0)',
    },
  ],
} as const satisfies Mutation;
