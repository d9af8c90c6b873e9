import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Public pages count visitors by a cookie.',
  red: ['har/no-cookie', 'har/privacy-control'],
  edits: [
    {
      file: 'apps/server/src/static/static-routes.ts',
      find: `return reply.header('content-security-policy', PUBLIC_POLICY)`,
      replace: `return reply
    .header('set-cookie', 'visitor=1; Path=/')
    .header('content-security-policy', PUBLIC_POLICY)`,
    },
  ],
} as const satisfies Mutation;
