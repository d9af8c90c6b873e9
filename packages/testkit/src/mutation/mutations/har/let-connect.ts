import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The app may connect to whom it is not told of.',
  red: ['har/own-origin'],
  edits: [
    {
      file: 'apps/server/src/security/headers.ts',
      find: `\`connect-src 'self' \${socket}\``,
      replace: `\`connect-src 'self' https://metrics.example \${socket}\``,
    },
  ],
} as const satisfies Mutation;
