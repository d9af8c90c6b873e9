import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Public pages may run whatever the app may.',
  red: ['har/no-script'],
  edits: [
    {
      file: 'apps/server/src/static/static-routes.ts',
      find: `return reply.header('content-security-policy', PUBLIC_POLICY)`,
      replace: 'return reply',
    },
  ],
} as const satisfies Mutation;
