import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks:
    'What the server is built from takes a request’s number from its head, and no source of ours says so.',
  red: ['introspect/request-headers'],
  edits: [
    {
      file: 'apps/server/src/server.ts',
      find: '    bodyLimit: MAX_BODY_OCTETS,',
      replace: `    bodyLimit: MAX_BODY_OCTETS,
    requestIdHeader: 'x-request-id',`,
    },
  ],
} as const satisfies Mutation;
