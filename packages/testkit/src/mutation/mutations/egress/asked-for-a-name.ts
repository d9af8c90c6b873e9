import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The gateway asks for the name of a machine that is not listed.',
  red: ['egress/namespace'],
  edits: [
    {
      file: 'apps/gateway/src/main.ts',
      find: '        await gateway.run(signal);',
      replace: `        (await import('node:dns')).lookup('metrics.example', () => undefined);
        await gateway.run(signal);`,
    },
  ],
} as const satisfies Mutation;
