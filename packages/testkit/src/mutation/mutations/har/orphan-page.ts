import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Nothing leads to the page on cookies.',
  red: ['har/no-script'],
  edits: [
    {
      file: 'apps/site/src/html/page.ts',
      find: `        { href: '/cookies', text: 'Cookies' },
`,
      replace: '',
    },
  ],
} as const satisfies Mutation;
