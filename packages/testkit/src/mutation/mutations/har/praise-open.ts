import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'An account without a secret key is offered as if nobody could read it.',
  red: ['har/open-choice'],
  rig: 'service',
  edits: [
    {
      file: 'apps/web/src/secret-key/without-key.tsx',
      find: `'We can read your texts. They are encrypted on our disks.'`,
      replace: `'Your texts are in good hands.'`,
    },
  ],
} as const satisfies Mutation;
