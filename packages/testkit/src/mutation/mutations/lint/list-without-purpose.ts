import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A field is listed without a purpose.',
  red: ['lint/inventory', 'lint/purposes'],
  edits: [
    {
      file: 'packages/inventory/src/entries/device.ts',
      find: `purpose: 'Knowing which devices may ask for what.'`,
      replace: `purpose: ''`,
    },
  ],
} as const satisfies Mutation;
