import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A deleted account leaves the rows of a single table behind.',
  red: ['erase/replay'],
  edits: [
    {
      file: 'packages/database/src/erasure/remove-account.ts',
      find: "how === 'delete' && table !== 'account'",
      replace: "how === 'delete' && table !== 'account' && table !== 'record'",
    },
    {
      file: 'packages/database/src/account/delete-account.ts',
      find: '    const rows = sql`${sql.ref(column)} = ${account}`;',
      replace:
        "    if (table === 'record') continue;\n    const rows = sql`${sql.ref(column)} = ${account}`;",
    },
  ],
} as const satisfies Mutation;
