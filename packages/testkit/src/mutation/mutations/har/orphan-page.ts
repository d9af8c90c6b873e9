import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Nothing leads to the terms.',
  red: ['har/no-script'],
  edits: [
    {
      file: 'apps/site/src/html/page.ts',
      find: `        { href: '/terms', text: 'Terms' },
`,
      replace: '',
    },
  ],
} as const satisfies Mutation;
