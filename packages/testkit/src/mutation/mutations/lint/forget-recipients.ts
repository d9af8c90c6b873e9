import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Nothing says that texts are also of those who get them.',
  red: ['lint/subjects'],
  edits: [
    {
      file: 'packages/inventory/src/derive/subjects.ts',
      find: `  content: ['holder', 'recipient'],
  delivery: ['holder', 'recipient'],`,
      replace: `  content: [],
  delivery: ['holder'],`,
    },
  ],
} as const satisfies Mutation;
