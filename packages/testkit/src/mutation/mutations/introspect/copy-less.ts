import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Copies lack what says which transactions were committed.',
  red: ['introspect/backup-trial'],
  rig: 'backup',
  edits: [
    {
      file: 'packages/database/src/backup/copy/files-of-cluster.ts',
      find: 'if (entry.isFile()) files.push(name);',
      replace: "if (entry.isFile() && !name.startsWith('pg_xact/')) files.push(name);",
    },
  ],
} as const satisfies Mutation;
