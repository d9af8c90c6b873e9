import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What was erased comes back with a backup: it is noted as erased again, and is not.',
  red: ['erase/replay'],
  edits: [
    {
      file: 'packages/database/src/erasure/replay-erasures.ts',
      find: '      await applyMatter({ database, journal, now }, one.entry);',
      replace: '      await Promise.resolve([applyMatter, now]);',
    },
  ],
} as const satisfies Mutation;
