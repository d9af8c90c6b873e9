import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'An advertising network gets the number that somebody signed up with.',
  red: ['lint/recipients'],
  edits: [
    {
      file: 'packages/inventory/src/recipients.ts',
      find: '  none: { title:',
      replace: `  network: {
    title: 'Advertising network',
    gets: 'The holder’s number.',
    by: 'service',
  },
  none: { title:`,
    },
  ],
} as const satisfies Mutation;
