import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A certificate names the account that it is of.',
  red: ['erase/record', 'erase/certificate'],
  edits: [
    {
      file: 'packages/database/src/erasure/issue-certificate.ts',
      find: '    subject,\n    plan:',
      replace: '    subject: row.account_id,\n    plan:',
    },
  ],
} as const satisfies Mutation;
