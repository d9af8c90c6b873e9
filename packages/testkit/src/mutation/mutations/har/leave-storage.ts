import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A browser that was removed keeps what it has read.',
  red: ['har/browser-emptied'],
  edits: [
    {
      file: 'apps/web/src/engine/cache/forget-browser.ts',
      find: `  await destroyDatabase();
`,
      replace: `  if (Date.now() === 0) await destroyDatabase();
`,
    },
  ],
} as const satisfies Mutation;
