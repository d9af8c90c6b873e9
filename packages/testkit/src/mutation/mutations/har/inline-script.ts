import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Public pages run something.',
  red: ['har/no-script'],
  edits: [
    {
      file: 'apps/site/src/html/page.ts',
      find: '<link rel="icon"',
      replace: `<script>document.title = document.referrer;</script>
        <link rel="icon"`,
    },
  ],
} as const satisfies Mutation;
