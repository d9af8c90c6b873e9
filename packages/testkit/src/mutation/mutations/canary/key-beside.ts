import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A device sends the secret key beside what it signs.',
  red: ['canary/keys'],
  edits: [
    {
      file: 'packages/seal/src/device/create-account-root.ts',
      find: 'if (open) Object.assign(',
      replace: `Object.assign(request, { backup: input.secretKey });
  if (open) Object.assign(`,
    },
    {
      file: 'packages/protocol/src/device/chain.ts',
      find: 'export const AppendChain = closed({',
      replace: 'export const AppendChain = Type.Object({',
    },
  ],
} as const satisfies Mutation;
