import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A sign-up is told by which browser it was made.',
  red: ['introspect/request-headers'],
  edits: [
    {
      file: 'apps/server/src/identity/identity-routes.ts',
      find: '    await signUp(identity, request.body, request.ip);',
      replace: `    void request.headers['user-agent'];
    await signUp(identity, request.body, request.ip);`,
    },
  ],
} as const satisfies Mutation;
