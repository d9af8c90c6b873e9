import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Records go into their envelopes without being sealed.',
  red: ['canary/record'],
  edits: [
    {
      file: 'packages/seal/src/envelope/envelope.ts',
      find: 'const sealed = await encrypt({ key, nonce, aad, octets: addPadding(utf8(JSON.stringify(input.payload))) });',
      replace: `const padded = addPadding(utf8(JSON.stringify(input.payload)));
  const sealed = new Uint8Array((await encrypt({ key, nonce, aad, octets: padded })).length);
  sealed.set(padded);`,
    },
    {
      file: 'packages/seal/src/envelope/envelope.ts',
      find: 'const padded = await decrypt({ key, nonce: parts.nonce, aad, octets: parts.sealed });',
      replace: `await decrypt({ key, nonce: parts.nonce, aad, octets: parts.sealed }).catch(() => undefined);
  const padded = parts.sealed.slice(0, -16);`,
    },
  ],
} as const satisfies Mutation;
