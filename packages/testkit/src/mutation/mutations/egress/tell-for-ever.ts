import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A program that was taken away is told on.',
  red: ['egress/set-up'],
  edits: [
    {
      file: 'apps/gateway/src/webhook/webhook-desk.ts',
      find: 'if (named.has(id)) continue;',
      replace: `if (named.has(id) || id !== '') continue;`,
    },
  ],
} as const satisfies Mutation;
