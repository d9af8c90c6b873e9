import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The server leaves a file that nobody listed.',
  red: ['introspect/files'],
  edits: [
    {
      file: 'apps/server/src/main.ts',
      find: '  await migrate(configuration.databaseUrl);',
      replace: `  (await import('node:fs')).writeFileSync(\`\${home}/requests.csv\`, '');
  await migrate(configuration.databaseUrl);`,
    },
  ],
} as const satisfies Mutation;
