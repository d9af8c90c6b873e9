import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The server shows of a record when it was stored.',
  red: ['canary/record'],
  edits: [
    {
      file: 'packages/database/src/record/read-as-columns.ts',
      find: `    if (days[i]) record.day = days[i];
`,
      replace: `    if (days[i]) record.day = days[i];
    Object.assign(record, { at: new Date().toISOString() });
`,
    },
  ],
} as const satisfies Mutation;
