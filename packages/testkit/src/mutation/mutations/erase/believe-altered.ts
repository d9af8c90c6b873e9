import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A certificate that was altered still holds.',
  red: ['erase/record', 'erase/certificate'],
  edits: [
    {
      file: 'packages/seal/src/erasure/verify-certificate.ts',
      find: 'await requireSignature(key, signature, octets);',
      replace: 'void [key, signature, octets];',
    },
  ],
} as const satisfies Mutation;
