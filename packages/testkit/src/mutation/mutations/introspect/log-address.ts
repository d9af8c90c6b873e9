import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The server’s log says who asked for what.',
  red: ['introspect/logs'],
  edits: [
    {
      file: 'apps/server/src/health/request-log.ts',
      find: '        reqId: request.id,',
      replace: `        reqId: request.id,
        url: request.url,
        ip: request.ip,`,
    },
    {
      file: 'apps/server/src/health/log.ts',
      find: '.filter(([key]) => ALLOWED.has(key))',
      replace: `.filter(([key]) => ALLOWED.has(key) || key === 'url' || key === 'ip')`,
    },
  ],
} as const satisfies Mutation;
