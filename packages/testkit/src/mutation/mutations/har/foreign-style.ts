import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Public pages load a typeface from somewhere else.',
  red: ['har/own-origin'],
  edits: [
    {
      file: 'apps/site/src/html/page.ts',
      find: '<link rel="icon"',
      replace: `<link rel="stylesheet" href="https://fonts.example/inter.css" />
        <link rel="icon"`,
    },
  ],
} as const satisfies Mutation;
