import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A field is kept for analytics.',
  red: ['lint/recipients', 'lint/purposes'],
  edits: [
    {
      file: 'packages/inventory/src/entries/device.ts',
      find: `purpose: 'Showing which devices are in use, so that lost ones are noticed.'`,
      replace: `purpose: 'Analytics of use.'`,
    },
  ],
} as const satisfies Mutation;
