/** Who may act for an account: sign-up, sign-in, sessions. Cookie sessions; none of this opens an envelope. */
import { Type, type Static } from 'typebox';
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
/** `POST /v1/password`: sets or replaces the password of the session's account (`current` once there is one). */
export const SetPassword = closed({ password: Password, current: Type.Optional(Password) });
/** `POST /v1/sign-in/password`. `identifier` is an e-mail or a mobile number. */
export const SignInPassword = closed({
  identifier: Type.String({ minLength: 3, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 256 }),
});
/** `POST /v1/forgot-password`: always 202; a code goes to the mobile number. */
export const ForgotPassword = closed({ identifier: Type.String({ minLength: 3, maxLength: 254 }) });
/** `POST /v1/forgot-password/confirm`: code and new password; ends every other session. */
export const ResetPassword = closed({
  identifier: Type.String({ minLength: 3, maxLength: 254 }),
  code: Code,
  password: Password,
});

/** `GET /v1/session`. 401 when there is none. */
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
}
/** `GET /v1/sessions`. Sessions keep no IP address and no user agent. */
export interface SessionListEntry {
  id: Id;
  started: string;
  lastUsed: string;
  current: boolean;
}
/** `GET /v1/passkeys`. */
export interface PasskeyView {
  id: string;
  name: string;
  added: string;
}
