import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The export hands out digests of secrets.',
  red: ['introspect/export'],
  edits: [
    {
      file: 'packages/database/src/account/export-account.ts',
      find: 'yield* exportRows(database, account, step);',
      replace: `const columns = [...step.columns, ...step.described.map(({ column }) => column)];
    yield* exportRows(database, account, { ...step, columns });`,
    },
  ],
} as const satisfies Mutation;
