/** Who may act for an account: sign-up, sign-in, sessions. Cookie sessions; none of this opens an envelope. */
import { Type, type Static } from 'typebox';
import type { AccountKind } from '../account/account.ts';
import { closed, Id } from '../schema.ts';

export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
/** A mobile number as people write it; the server normalises it to E.164. */
export const Mobile = Type.String({ minLength: 4, maxLength: 32, pattern: '^[+0-9 ().\\-/]+$' });
export const Code = Type.String({ pattern: '^[0-9]{6}$' });
/** Length is what counts (NIST SP 800-63B §3.1.1.2). */
export const Password = Type.String({ minLength: 10, maxLength: 256 });

/** `POST /v1/sign-up`: these two and nothing else. Always 202. */
export const SignUp = closed({ email: Email, mobile: Mobile });
export type SignUp = Static<typeof SignUp>;
/** `POST /v1/sign-up/confirm`: the one-time password; works once, for ten minutes. Starts a session that must set a sign-in method. */
export const ConfirmSignUp = closed({ email: Email, code: Code });
export type ConfirmSignUp = Static<typeof ConfirmSignUp>;
/** `POST /v1/password`: sets or replaces the password of the session's account (`current` once there is one). */
export const SetPassword = closed({
  password: Password,
  current: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
});
export type SetPassword = Static<typeof SetPassword>;
/** `POST /v1/sign-in/password`. `identifier` is an e-mail or a mobile number. */
export const SignInPassword = closed({
  identifier: Type.String({ minLength: 3, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 256 }),
});
export type SignInPassword = Static<typeof SignInPassword>;
/** `POST /v1/forgot-password`: always 202; a code goes to the mobile number. */
export const ForgotPassword = closed({ identifier: Type.String({ minLength: 3, maxLength: 254 }) });
export type ForgotPassword = Static<typeof ForgotPassword>;
/** `POST /v1/forgot-password/confirm`: code and new password; ends every other session. */
export const ResetPassword = closed({
  identifier: Type.String({ minLength: 3, maxLength: 254 }),
  code: Code,
  password: Password,
});
export type ResetPassword = Static<typeof ResetPassword>;

/** `POST /v1/account/email`: always 202; a code goes to the account's number. Needs a recent sign-in. */
export const ChangeEmail = closed({ email: Email });
export type ChangeEmail = Static<typeof ChangeEmail>;
/**
 * `POST /v1/account/mobile`: always 202; a code goes to the new number. Needs a recent sign-in and, with it, the token of a
 * device of the account that can admit others: whoever only knows the password cannot take the account away.
 */
export const ChangeMobile = closed({ mobile: Mobile });
export type ChangeMobile = Static<typeof ChangeMobile>;
/** `POST /v1/account/email/confirm` and `…/mobile/confirm`: ends every other session. */
export const ConfirmChange = closed({ code: Code });
export type ConfirmChange = Static<typeof ConfirmChange>;

/** `GET /v1/session`, and the answer of whatever starts a session. 401 when there is none. */
export interface SessionView {
  account: Id;
  email: string;
  mobile: string;
  /** False until a password or passkey replaced the one-time password. */
  hasSignInMethod: boolean;
  hasPassword: boolean;
  passkeys: number;
  /** False until the first device made the account's root. */
  hasRoot: boolean;
  /** When a closed account is erased unless its holder wakes it; null while it is open. RFC 3339 UTC. */
  closedUntil: string | null;
  kind: AccountKind;
}
/** `GET /v1/sessions`, `DELETE /v1/sessions/{id}`. Sessions keep no IP address and no user agent. */
export interface SessionListEntry {
  id: Id;
  started: string;
  lastUsed: string;
  current: boolean;
}
/** `GET /v1/passkeys`, `DELETE /v1/passkeys/{id}` (needs a recent sign-in). */
export interface PasskeyView {
  id: Id;
  name: string;
  /** UTC day. */
  added: string;
}
