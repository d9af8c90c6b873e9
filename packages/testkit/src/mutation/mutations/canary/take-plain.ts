import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The server takes a record with a name in clear.',
  red: ['canary/record'],
  edits: [
    {
      file: 'packages/protocol/src/record/record.ts',
      find: `    closed({
      kind: Type.Literal(kind),`,
      replace: `    Type.Object({
      kind: Type.Literal(kind),`,
    },
  ],
} as const satisfies Mutation;
