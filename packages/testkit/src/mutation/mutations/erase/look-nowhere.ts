import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What is erased is certified although nobody has looked for it.',
  red: ['erase/record', 'erase/certificate'],
  edits: [
    {
      file: 'packages/database/src/erasure/advance-erasure.ts',
      find: 'const checks = await verifyErased({ verifier, matter, samples: row.progress.samples });',
      replace: 'const checks: never[] = [];',
    },
  ],
} as const satisfies Mutation;
