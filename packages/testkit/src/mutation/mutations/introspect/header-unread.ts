import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A header is listed that nobody reads.',
  red: ['introspect/request-headers'],
  edits: [
    {
      file: 'packages/inventory/src/entries/request.ts',
      find: `      accept: 'Which form of the answer is wanted.',`,
      replace: `      accept: 'Which form of the answer is wanted.',
      'accept-language': 'Which language is wanted.',`,
    },
  ],
} as const satisfies Mutation;
