import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The server holds a connection to somebody who is not listed.',
  red: ['egress/connections', 'egress/namespace'],
  rig: 'installation',
  edits: [
    {
      file: 'apps/server/src/main.ts',
      find: '  const jobs = startJobs(deps);',
      replace: `  (await import('node:net'))
    .connect(Number(process.env['SMSEAL_REHEARSAL_PORT'] ?? 9), '127.0.0.1')
    .on('error', () => undefined);
  const jobs = startJobs(deps);`,
    },
  ],
} as const satisfies Mutation;
