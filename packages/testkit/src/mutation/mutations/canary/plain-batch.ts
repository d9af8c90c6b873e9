import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The texts of a batch stand in its envelope as they are.',
  red: ['canary/batch'],
  edits: [
    {
      file: 'packages/seal/src/outbox/batch.ts',
      find: `    ...(fixed.nonce ? { nonce: fixed.nonce } : {}),
  });
  const wrap`,
      replace: `    ...(fixed.nonce ? { nonce: fixed.nonce } : {}),
  });
  envelope.set(new TextEncoder().encode(JSON.stringify(content)), 45);
  const wrap`,
    },
  ],
} as const satisfies Mutation;
