import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The key of an earlier day is kept beside the new one.',
  red: ['introspect/day-key'],
  edits: [
    {
      file: 'packages/database/src/keys/rotate.ts',
      find: `  for (const old of retiring) await days.destroy(old);
  onStep('destroyed');
  await sql\`DELETE FROM day_key WHERE state = 'retiring'\`.execute(database);
`,
      replace: `  await sql\`SELECT FROM day_key\`.execute(database);
  onStep('destroyed');
`,
    },
  ],
} as const satisfies Mutation;
