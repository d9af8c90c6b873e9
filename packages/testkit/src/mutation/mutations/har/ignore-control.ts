import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Global Privacy Control is not honoured.',
  red: ['har/privacy-control'],
  edits: [
    {
      file: 'apps/site/src/main.ts',
      find: 'const GPC = { gpc: true,',
      replace: 'const GPC = { gpc: false,',
    },
  ],
} as const satisfies Mutation;
