import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A refusal shows where in the source it arose.',
  red: ['introspect/refusals'],
  edits: [
    {
      file: 'apps/server/src/error/answer-errors.ts',
      find: 'if (coded) return sendProblem(reply, coded);',
      replace: `if (coded)
      return sendProblem(reply, new CodedError(coded.code, { ...coded.extra, stack: error.stack }));`,
    },
  ],
} as const satisfies Mutation;
