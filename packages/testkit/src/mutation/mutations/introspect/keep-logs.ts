import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Logs are kept for a year.',
  red: ['introspect/log-age'],
  edits: [
    {
      file: 'apps/cli/src/start/log-file.ts',
      find: '(LOG_DAYS - 1) * DAY_MS',
      replace: '12 * LOG_DAYS * DAY_MS',
    },
  ],
} as const satisfies Mutation;
