import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A connection is listed that no program makes.',
  red: ['egress/namespace'],
  edits: [
    {
      file: 'packages/inventory/src/entries/connection.ts',
      find: `    'server/nats': {`,
      replace: `    'server/somebody': 'Something.',
    'server/nats': {`,
    },
  ],
} as const satisfies Mutation;
