import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Any six digits change the e-mail address.',
  red: ['introspect/changed-details'],
  edits: [
    {
      file: 'apps/server/src/identity/change-details.ts',
      find: `const mac = codeMac(secret, { purpose: 'change', subject: subjectOf(account, what) }, code);`,
      replace: `const mac = expected ?? codeMac(secret, { purpose: 'change', subject: subjectOf(account, what) }, code);`,
    },
  ],
} as const satisfies Mutation;
