import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A session alone changes the number.',
  red: ['introspect/changed-details'],
  edits: [
    {
      file: 'apps/server/src/identity/change-routes.ts',
      find: `    await needOwnDevice(request);
`,
      replace: '',
    },
  ],
} as const satisfies Mutation;
