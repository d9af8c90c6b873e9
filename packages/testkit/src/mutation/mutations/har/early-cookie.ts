import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A request that says nothing of anybody gets a cookie.',
  red: ['har/no-cookie'],
  edits: [
    {
      file: 'apps/server/src/health/health-routes.ts',
      find: `app.get('/healthz', async () => {`,
      replace: `app.get('/healthz', async (_request, reply) => {
    reply.header('set-cookie', 'seen=1; Path=/');`,
    },
  ],
} as const satisfies Mutation;
