import {
  endSessions,
  findHolder,
  finishReset,
  holderOf,
  lockHolder,
  noteReset,
  storePassword,
  tryReset,
  type Holder,
} from '@smseal/database';
import {
  CodedError,
  type ForgotPassword,
  type ResetPassword,
  type SessionView,
  type SetPassword,
  type SignInPassword,
} from '@smseal/protocol';
import { beginSession } from './begin-session.ts';
import { failed } from './failed.ts';
import { identifierKey, readIdentifier } from './identifier.ts';
import type { Identity } from './identity.ts';
import { NOTICE_TEXTS } from './notice-texts.ts';
import { CODE_MS, CODE_TRIES, codeMac, newCode, sameMac } from './one-time-code.ts';
import { checkPasswordStrength } from './password-strength.ts';
import type { Exchange } from './sign-up.ts';
import { needRecentSignIn, signedInOf } from './signed-in.ts';

/** Signs in with a password; whoever is unknown costs as much as whoever is known. @throws CodedError `wrong-credentials`, `rate-limited` */
export async function signInPassword(
  identity: Identity,
  body: SignInPassword,
  exchange: Exchange,
): Promise<SessionView> {
  const { deps, limits, passwords } = identity;
  const identifier = readIdentifier(body.identifier);
  limits.takeFrom('tries-from', exchange.request.ip);
  limits.take('tries-at', identifierKey(identifier));
  const holder = await findHolder(deps.database, identifier);
  const fits = await passwords.verify(holder?.password ?? null, body.password);
  if (!holder || !fits) throw failed(identity, exchange.request, 'wrong-credentials');
  const view = await beginSession(identity, { account: holder.account, action: 'sign-in', ...exchange });
  limits.giveBack('tries-at', identifierKey(identifier));
  limits.giveBackFrom('tries-from', exchange.request.ip);
  return view;
}

/**
 * Sets the account's first password, or replaces it by one who knows it, which ends every other session.
 * @throws CodedError `invalid-request` without `current`, `wrong-credentials`, `sign-in-again`, `weak-password`, `rate-limited`
 */
export async function setPassword(
  identity: Identity,
  body: SetPassword,
  exchange: Exchange,
): Promise<SessionView> {
  const { deps, notices, passwords } = identity;
  const session = signedInOf(exchange.request);
  const holder = await holderOf(deps.database, session.account);
  if (!holder) throw new CodedError('unauthenticated');
  if (holder.password !== null) await checkCurrent(identity, holder, { body, exchange });
  else if (session.passkeys > 0) needRecentSignIn(session, deps.now());
  checkPasswordStrength(body.password, holder);
  const password = await passwords.hash(body.password);
  const view = await beginSession(identity, {
    account: holder.account,
    action: 'password-set',
    ...exchange,
    before: async (transaction) => {
      const locked = await lockHolder(transaction, holder.account);
      if (locked?.password !== holder.password) throw new CodedError('wrong-credentials');
      await storePassword(transaction, holder.account, password);
      if (holder.password !== null) await endSessions(transaction, holder.account);
    },
  });
  if (holder.password !== null) notices.send({ to: holder.mobile, text: NOTICE_TEXTS.passwordReplaced() });
  return view;
}

async function checkCurrent(
  identity: Identity,
  holder: Holder,
  { body, exchange }: { body: SetPassword; exchange: Exchange },
): Promise<void> {
  if (body.current === undefined) throw new CodedError('invalid-request', { at: '/current' });
  identity.limits.take('tries-at', holder.account);
  if (!(await identity.passwords.verify(holder.password, body.current)))
    throw failed(identity, exchange.request, 'wrong-credentials');
  identity.limits.giveBack('tries-at', holder.account);
}

/** Sends a code to the number of whoever this is, after the answer has been given. @throws CodedError `rate-limited` */
export async function forgotPassword(
  identity: Identity,
  body: ForgotPassword,
  address: string,
): Promise<void> {
  const { deps, limits, notices, secret } = identity;
  const identifier = readIdentifier(body.identifier);
  limits.takeFrom('codes-asked-from', address);
  limits.take('codes-asked-for', identifierKey(identifier));
  const holder = await findHolder(deps.database, identifier);
  if (!holder || !limits.allows('notices-to', holder.mobile)) return;
  const expires = new Date(deps.now().getTime() + CODE_MS);
  notices.send(async () => {
    const code = newCode();
    const mac = codeMac(secret, { purpose: 'reset', subject: holder.account }, code);
    await noteReset(deps.database, { account: holder.account, code: mac, expires });
    return { to: holder.mobile, text: NOTICE_TEXTS.forgotPassword(code) };
  });
}

/** Sets a new password by code and ends every other session. @throws CodedError `wrong-code`, `weak-password`, `rate-limited` */
export async function resetPassword(
  identity: Identity,
  body: ResetPassword,
  exchange: Exchange,
): Promise<SessionView> {
  const { deps, limits, notices, passwords, secret } = identity;
  const identifier = readIdentifier(body.identifier);
  limits.takeFrom('tries-from', exchange.request.ip);
  limits.take('tries-at', identifierKey(identifier));
  // Before the code is looked at, and by what was typed alone: the answer says nothing about who is known.
  checkPasswordStrength(body.password, { email: identifier.email ?? '', mobile: identifier.mobile ?? '' });
  const holder = await findHolder(deps.database, identifier);
  const account = holder?.account ?? '';
  const expected = await tryReset(deps.database, { account, now: deps.now(), most: CODE_TRIES });
  const code = codeMac(secret, { purpose: 'reset', subject: account }, body.code);
  if (!holder || !expected || !sameMac(expected, code))
    throw failed(identity, exchange.request, 'wrong-code');
  checkPasswordStrength(body.password, holder);
  const password = await passwords.hash(body.password);
  const view = await beginSession(identity, {
    account,
    action: 'password-reset',
    ...exchange,
    before: async (transaction) => {
      if (!(await finishReset(transaction, { account, code }))) throw new CodedError('wrong-code');
      await storePassword(transaction, account, password);
      await endSessions(transaction, account);
    },
  });
  limits.giveBack('tries-at', identifierKey(identifier));
  limits.giveBackFrom('tries-from', exchange.request.ip);
  notices.send({ to: holder.mobile, text: NOTICE_TEXTS.passwordReplaced() });
  return view;
}
