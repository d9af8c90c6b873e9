import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A sign-up may bring fields that nobody listed.',
  red: ['introspect/unlisted-field'],
  edits: [
    {
      file: 'packages/protocol/src/identity/identity.ts',
      find: 'export const SignUp = closed({ email: Email, mobile: Mobile });',
      replace: 'export const SignUp = Type.Object({ email: Email, mobile: Mobile });',
    },
  ],
} as const satisfies Mutation;
