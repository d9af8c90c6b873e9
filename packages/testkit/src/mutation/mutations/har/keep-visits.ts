import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The app keeps in the browser when it was used last.',
  red: ['har/browser-storage'],
  edits: [
    {
      file: 'apps/web/src/main.tsx',
      find: 'applyTheme(readTheme());',
      replace: `applyTheme(readTheme());
localStorage.setItem('smseal:last-visit', new Date().toISOString());`,
    },
  ],
} as const satisfies Mutation;
