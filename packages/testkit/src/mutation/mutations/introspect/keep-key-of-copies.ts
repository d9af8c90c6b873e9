import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The key under which yesterday’s copy lies stays in the keyring.',
  red: ['introspect/closed-copies'],
  rig: 'backup',
  edits: [
    {
      file: 'packages/database/src/keys/rotate.ts',
      find: 'for (const old of retiring) await days.destroy(old);',
      replace: '',
    },
  ],
} as const satisfies Mutation;
