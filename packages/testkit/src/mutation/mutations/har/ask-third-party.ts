import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The app asks a third party whenever it is opened.',
  red: ['har/browser-requests', 'har/own-origin'],
  rig: 'keeper',
  edits: [
    {
      file: 'apps/web/src/main.tsx',
      find: 'applyTheme(readTheme());',
      replace: `applyTheme(readTheme());
void fetch('http://127.0.0.1:9/visit').catch(() => undefined);`,
    },
    {
      file: 'apps/server/src/security/headers.ts',
      find: `\`connect-src 'self' \${socket}\``,
      replace: `\`connect-src 'self' http://127.0.0.1:9 \${socket}\``,
    },
  ],
} as const satisfies Mutation;
