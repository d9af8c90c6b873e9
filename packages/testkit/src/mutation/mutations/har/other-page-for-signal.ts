import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Who sends Global Privacy Control gets another page.',
  red: ['har/privacy-control'],
  edits: [
    {
      file: 'apps/server/src/static/static-routes.ts',
      find: `const asked = request.url.split('?', 1)[0] ?? '/';`,
      replace: `const asked = request.headers['sec-gpc'] === '1' ? '/privacy' : (request.url.split('?', 1)[0] ?? '/');`,
    },
  ],
} as const satisfies Mutation;
