import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The trust page leaves out what does not hold yet.',
  red: ['har/trust-page'],
  edits: [
    {
      file: 'apps/site/src/trust/trust-page.ts',
      find: '      ${(Object.keys(KINDS) as Kind[]).map((kind) => section(kind, results))}`,',
      replace: `      \${(Object.keys(KINDS) as Kind[])
        .filter((kind) => kind !== 'not-yet')
        .map((kind) => section(kind, results))}\`,`,
    },
  ],
} as const satisfies Mutation;
