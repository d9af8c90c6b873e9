import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Something has two entries, of which only one can be true.',
  red: ['lint/inventory'],
  edits: [
    {
      file: 'packages/inventory/src/inventory.ts',
      find: '  ...BROWSER_ENTRIES,',
      replace: `  ...BROWSER_ENTRIES,
  ...BROWSER_ENTRIES,`,
    },
  ],
} as const satisfies Mutation;
