import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'An example of the developers’ page asks at an address that there is not.',
  red: ['introspect/examples'],
  edits: [
    {
      file: 'apps/site/src/developer/developer-page.ts',
      find: '"$GATEWAY/v1/messages"',
      replace: '"$GATEWAY/v1/message"',
    },
  ],
} as const satisfies Mutation;
