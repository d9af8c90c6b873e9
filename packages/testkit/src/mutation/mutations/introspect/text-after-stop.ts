import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Who replied STOP still gets what counts as business.',
  red: ['introspect/opt-out'],
  edits: [
    {
      file: 'packages/policy/src/suppression/may-leave.ts',
      find: 'transactional: { stoppedByStop: true,',
      replace: 'transactional: { stoppedByStop: false,',
    },
  ],
} as const satisfies Mutation;
