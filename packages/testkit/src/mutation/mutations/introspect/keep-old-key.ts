import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The key of an earlier day is kept beside the new one.',
  red: ['introspect/day-key'],
  edits: [
    {
      file: 'packages/database/src/keys/rotate.ts',
      find: 'for (const old of retiring) await days.destroy(old);',
      replace: '',
    },
    {
      file: 'packages/database/src/keys/rotate.ts',
      find: `DELETE FROM day_key WHERE state = 'retiring'`,
      replace: 'SELECT FROM day_key',
    },
  ],
} as const satisfies Mutation;
