import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The key of an earlier day is forgotten by the database and kept in the keyring.',
  red: ['introspect/keyring'],
  edits: [
    {
      file: 'packages/database/src/keys/rotate.ts',
      find: 'for (const old of retiring) await days.destroy(old);',
      replace: '',
    },
  ],
} as const satisfies Mutation;
