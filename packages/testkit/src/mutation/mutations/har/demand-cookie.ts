import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A public page opens only for who takes cookies.',
  red: ['har/without-cookies', 'har/release'],
  edits: [
    {
      file: 'apps/server/src/static/static-routes.ts',
      find: `if (asked.startsWith('/v1/')) return reply.callNotFound();`,
      replace: `if (asked.startsWith('/v1/')) return reply.callNotFound();
    if (asked === '/for-businesses' && request.headers.cookie === undefined)
      return sendPublic(reply.code(403), ofSite.get(asked) ?? '', siteRoot);`,
    },
  ],
} as const satisfies Mutation;
