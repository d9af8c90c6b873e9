import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The cookie page leaves out what the app keeps.',
  red: ['har/cookie-page'],
  edits: [
    {
      file: 'apps/site/src/cookie/cookie-page.ts',
      find: `list(entriesOf(INVENTORY, 'browser-storage'))`,
      replace: `list(entriesOf(INVENTORY, 'browser-storage').slice(1))`,
    },
  ],
} as const satisfies Mutation;
