import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A page is served that no release names.',
  red: ['har/release'],
  edits: [
    {
      file: 'apps/server/src/static/static-routes.ts',
      find: `if (asked.startsWith('/v1/')) return reply.callNotFound();`,
      replace: `if (asked.startsWith('/v1/')) return reply.callNotFound();
    if (asked === '/for-businesses') return sendPublic(reply, 'terms.html', siteRoot);`,
    },
  ],
} as const satisfies Mutation;
