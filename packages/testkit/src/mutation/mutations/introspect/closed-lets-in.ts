import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A closed account lets its devices in.',
  red: ['introspect/closed-account'],
  edits: [
    {
      file: 'apps/server/src/device/device-tokens.ts',
      find: `    if (found.closed) throw new CodedError('account-closed');
`,
      replace: '',
    },
  ],
} as const satisfies Mutation;
