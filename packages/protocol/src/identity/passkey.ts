/** Passkeys: WebAuthn Level 3 in its JSON form (§5.1.8 and §5.1.9). */
import { Type, type Static } from 'typebox';
import { closed, octetsUpTo, shortText } from '../schema.ts';

const CredentialId = octetsUpTo(1023);
const Octets = octetsUpTo(16_384);

/** Members that browsers add to every answer; none of them is stored. */
const answer = {
  id: CredentialId,
  rawId: CredentialId,
  type: Type.Literal('public-key'),
  authenticatorAttachment: Type.Optional(Type.String({ maxLength: 32 })),
  clientExtensionResults: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
};

/**
 * `POST /v1/passkeys/register`: what the browser made of `POST /v1/passkeys/register/options`, and a name for people.
 * Adding a second way to sign in needs a recent sign-in.
 */
export const RegisterPasskey = closed({
  name: shortText(60),
  response: closed({
    ...answer,
    response: closed({
      clientDataJSON: Octets,
      attestationObject: Octets,
      authenticatorData: Type.Optional(Octets),
      publicKey: Type.Optional(Octets),
      publicKeyAlgorithm: Type.Optional(Type.Integer()),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 8 })),
    }),
  }),
});
export type RegisterPasskey = Static<typeof RegisterPasskey>;

/** `POST /v1/sign-in/passkey`: what the browser made of `POST /v1/sign-in/passkey/options`. No identifier is typed. */
export const SignInPasskey = closed({
  response: closed({
    ...answer,
    response: closed({
      clientDataJSON: Octets,
      authenticatorData: Octets,
      signature: Octets,
      userHandle: Type.Optional(Octets),
    }),
  }),
});
export type SignInPasskey = Static<typeof SignInPasskey>;

/** Answer of both options routes: hand it to the browser as `optionsJSON`. Good for five minutes and one answer. */
export interface PasskeyOptions {
  challenge: string;
  [member: string]: unknown;
}
