import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A public page sets a cookie for browsers, and not for who only asks.',
  red: ['har/browser-visits'],
  edits: [
    {
      file: 'apps/server/src/static/static-routes.ts',
      find: `return reply.header('content-security-policy', PUBLIC_POLICY)`,
      replace: `if (reply.request.headers['sec-fetch-mode'] === 'navigate') void reply.header('set-cookie', 'visitor=1; Path=/');
  return reply.header('content-security-policy', PUBLIC_POLICY)`,
    },
  ],
} as const satisfies Mutation;
