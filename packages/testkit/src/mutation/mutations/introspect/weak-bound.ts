import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Content may be kept for a million days.',
  red: ['introspect/retention-setting'],
  edits: [
    {
      file: 'packages/protocol/src/account/account.ts',
      find: 'maximum: RETENTION_DAYS.max }), Type.Null()',
      replace: 'maximum: 1_000_000 }), Type.Null()',
    },
  ],
} as const satisfies Mutation;
