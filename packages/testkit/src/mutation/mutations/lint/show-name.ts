import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A contact’s name stands beside its envelope.',
  red: ['lint/sealed-fields'],
  edits: [
    {
      file: 'packages/inventory/src/record-kinds.ts',
      find: `    title: 'Contacts',
    clear: {},`,
      replace: `    title: 'Contacts',
    clear: { name: 'id' },`,
    },
  ],
} as const satisfies Mutation;
