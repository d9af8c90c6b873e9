import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A measure of the security page stands on something that nothing tries.',
  red: ['har/measures'],
  edits: [
    {
      file: 'apps/site/src/security/security-page.ts',
      find: `      claimed('P09'),`,
      replace: `      claimed('A38'),`,
    },
  ],
} as const satisfies Mutation;
