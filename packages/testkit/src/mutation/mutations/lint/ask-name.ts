import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Signing up asks for a name.',
  red: ['lint/sign-up-fields'],
  edits: [
    {
      file: 'packages/protocol/src/identity/identity.ts',
      find: 'export const SignUp = closed({ email: Email, mobile: Mobile });',
      replace:
        'export const SignUp = closed({ email: Email, mobile: Mobile, name: Type.Optional(Type.String()) });',
    },
  ],
} as const satisfies Mutation;
