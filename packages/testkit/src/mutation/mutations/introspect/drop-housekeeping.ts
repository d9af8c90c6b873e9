import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The housekeeping of the hour never runs.',
  red: ['introspect/housekeeping'],
  edits: [
    {
      file: 'apps/server/src/retention/jobs.ts',
      find: 'parsedCronItems: parseCronItems(CRON)',
      replace: `parsedCronItems: parseCronItems(CRON.filter(({ task }) => task !== 'every-hour'))`,
    },
  ],
} as const satisfies Mutation;
