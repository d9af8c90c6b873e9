import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What a browser keeps outlives its owner.',
  red: ['lint/inventory'],
  edits: [
    {
      file: 'packages/inventory/src/entries/browser.ts',
      find: `    category: 'content',
    rights: ORDINARY,
  },
  {
    ...KEPT,
    name: 'smseal/log',`,
      replace: `    category: 'content',
    rights: { ...ORDINARY, erase: 'none' },
  },
  {
    ...KEPT,
    name: 'smseal/log',`,
    },
  ],
} as const satisfies Mutation;
