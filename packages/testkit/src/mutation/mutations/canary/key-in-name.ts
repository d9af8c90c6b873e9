import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A device writes the secret key into its own name.',
  red: ['canary/keys'],
  edits: [
    {
      file: 'packages/seal/src/device/create-account-root.ts',
      find: 'describeDevice(device, platform, name)',
      replace: `describeDevice(device, platform, input.secretKey.replaceAll('-', '') || name)`,
    },
  ],
} as const satisfies Mutation;
