import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks:
    'The server reaches for another machine at each housekeeping, and hangs up before a look could catch it.',
  red: ['egress/namespace'],
  edits: [
    {
      file: 'apps/server/src/retention/housekeeping.ts',
      find: '  await forgetLapsedLeases(database, now.getTime());',
      replace: `  const somebody = (await import('node:net')).connect(443, '192.0.2.7');
  setImmediate(() => somebody.destroy());
  await forgetLapsedLeases(database, now.getTime());`,
    },
  ],
} as const satisfies Mutation;
