import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Records go into their envelopes without being sealed.',
  red: ['canary/record'],
  edits: [
    {
      file: 'packages/seal/src/envelope/envelope.ts',
      find: 'const sealed = await encrypt(',
      replace: 'const sealed = await hardlyEncrypt(',
    },
    {
      file: 'packages/seal/src/envelope/envelope.ts',
      find: 'const padded = await decrypt(',
      replace: 'const padded = await hardlyDecrypt(',
    },
    {
      file: 'packages/seal/src/envelope/envelope.ts',
      find: '/** An envelope taken apart, not yet opened. */',
      replace: `async function hardlyEncrypt(input: Parameters<typeof encrypt>[0]): Promise<Octets> {
  const sealed = await encrypt(input);
  sealed.set(input.octets);
  return sealed;
}

async function hardlyDecrypt(input: Parameters<typeof decrypt>[0]): Promise<Octets> {
  await decrypt(input).catch(() => undefined);
  return input.octets.slice(0, -TAG_OCTETS);
}

/** An envelope taken apart, not yet opened. */`,
    },
  ],
} as const satisfies Mutation;
