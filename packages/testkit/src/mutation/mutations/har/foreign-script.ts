import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Public pages load somebody else’s script.',
  red: ['har/own-origin', 'har/no-script'],
  edits: [
    {
      file: 'apps/site/src/html/page.ts',
      find: '<link rel="icon"',
      replace: `<script src="https://count.example/visit.js"></script>
        <link rel="icon"`,
    },
  ],
} as const satisfies Mutation;
