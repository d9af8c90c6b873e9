import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Logs are kept for a year.',
  red: ['introspect/log-age'],
  edits: [
    {
      file: 'apps/cli/src/start/log-file.ts',
      find: 'export const LOG_DAYS = 30;',
      replace: 'export const LOG_DAYS = 365;',
    },
  ],
} as const satisfies Mutation;
