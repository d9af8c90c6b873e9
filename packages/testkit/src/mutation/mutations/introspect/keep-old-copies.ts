import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Backups are kept for a month.',
  red: ['introspect/backup-age'],
  rig: 'backup',
  edits: [
    {
      file: 'packages/policy/src/backup/backup-plan.ts',
      find: 'export const COPY_MS = 13 * DAY_MS;',
      replace: 'export const COPY_MS = 30 * DAY_MS;',
    },
  ],
} as const satisfies Mutation;
