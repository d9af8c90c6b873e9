import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A program writes lines without keys into its log.',
  red: ['introspect/logs'],
  edits: [
    {
      file: 'apps/server/src/health/request-log.ts',
      find: `    log.info(
`,
      replace: `    process.stderr.write(\`\${request.ip} asked for \${request.url}\\n\`);
    log.info(
`,
    },
  ],
} as const satisfies Mutation;
