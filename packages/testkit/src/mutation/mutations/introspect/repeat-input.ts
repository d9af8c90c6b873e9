import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A refusal repeats what was sent.',
  red: ['introspect/refusals'],
  edits: [
    {
      file: 'apps/server/src/error/validate.ts',
      find: '{ at: placeOf(compiled.Errors(value)) }',
      replace: '{ at: placeOf(compiled.Errors(value)), given: value }',
    },
  ],
} as const satisfies Mutation;
