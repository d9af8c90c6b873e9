import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The trust page leaves out what does not hold yet.',
  red: ['har/trust-page'],
  edits: [
    {
      file: 'apps/site/src/trust/trust-page.ts',
      find: 'map((kind) => section(kind, results))',
      replace: `map((kind) => (kind === 'not-yet' ? '' : section(kind, results)))`,
    },
  ],
} as const satisfies Mutation;
