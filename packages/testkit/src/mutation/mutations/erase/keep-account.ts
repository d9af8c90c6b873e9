import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A deletion is answered and does nothing.',
  red: ['erase/account', 'erase/certificate'],
  edits: [
    {
      file: 'packages/database/src/erasure/shut-account.ts',
      find: '  for (const { table, scope } of DOORS) {',
      replace: '  for (const { table, scope } of DOORS.slice(DOORS.length)) {',
    },
    {
      file: 'packages/database/src/erasure/advance-erasure.ts',
      find: "if (matter.kind === 'account') await removeAccount(database, matter.account, pace);",
      replace: "if (matter.kind === 'account') await Promise.resolve([removeAccount, pace]);",
    },
  ],
} as const satisfies Mutation;
