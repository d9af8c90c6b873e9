import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'An open account is offered without saying that the service can read it.',
  red: ['har/open-choice'],
  edits: [
    {
      file: 'apps/web/src/secret-key/without-key.tsx',
      find: `'We can read your texts. They are encrypted on our disks.'`,
      replace: `'Your texts are encrypted on our disks.'`,
    },
  ],
} as const satisfies Mutation;
