import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Answers name the software in a header that nobody listed.',
  red: ['har/headers'],
  edits: [
    {
      file: 'apps/server/src/security/headers.ts',
      find: `'referrer-policy': 'no-referrer',`,
      replace: `'referrer-policy': 'no-referrer',
    'x-powered-by': 'SMSeal',`,
    },
  ],
} as const satisfies Mutation;
