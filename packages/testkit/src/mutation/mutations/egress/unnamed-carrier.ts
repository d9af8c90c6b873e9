import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A gateway that was told of no carrier looks for one at the usual port.',
  red: ['egress/namespace'],
  edits: [
    {
      file: 'apps/gateway/src/connector/make-connectors.ts',
      find: `rehearsal ?? 'smpp://nobody.invalid'`,
      replace: `rehearsal ?? 'smpp://127.0.0.1'`,
    },
    {
      file: 'apps/gateway/src/connector/make-connectors.ts',
      find: 'rehearsal === null ? UnnamedConnector : SmppConnector',
      replace: 'SmppConnector',
    },
  ],
} as const satisfies Mutation;
