import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A record that was erased stays where it is.',
  red: ['erase/record', 'erase/replay'],
  rig: 'service',
  edits: [
    {
      file: 'packages/database/src/erasure/erase-records.ts',
      find: 'AND ctid = ANY(',
      replace: 'AND false AND ctid = ANY(',
    },
  ],
} as const satisfies Mutation;
