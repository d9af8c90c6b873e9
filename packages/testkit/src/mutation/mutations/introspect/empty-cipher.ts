import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What is encrypted at rest has the form of it, and its content in clear.',
  red: ['introspect/at-rest', 'introspect/open-records'],
  edits: [
    {
      file: 'packages/database/src/keys/cipher.ts',
      find: 'cipher.update(plain).copy(out, start + NONCE);',
      replace: `cipher.update(plain);
  out.set(plain, start + NONCE);`,
    },
    {
      file: 'packages/database/src/keys/cipher.ts',
      find: `if (sealed.length < SEAL_OCTETS) throw new NotOpened('too short');`,
      replace: 'if (sealed.length >= SEAL_OCTETS) return Buffer.from(sealed.subarray(NONCE, -TAG));',
    },
  ],
} as const satisfies Mutation;
