import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The server depends on what opens envelopes.',
  red: ['lint/server-cannot-open'],
  edits: [
    {
      file: 'package-lock.json',
      find: `        "@nats-io/transport-node": "3.4.0",
        "@simplewebauthn/server"`,
      replace: `        "@nats-io/transport-node": "3.4.0",
        "@smseal/seal": "0.1.0",
        "@simplewebauthn/server"`,
    },
  ],
} as const satisfies Mutation;
