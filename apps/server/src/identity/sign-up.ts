import { finishSignUp, noteSignUp, trySignUp } from '@smseal/database';
import { CodedError, type ConfirmSignUp, type SessionView, type SignUp } from '@smseal/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { beginSession, newId } from './begin-session.ts';
import { failed } from './failed.ts';
import type { Identity } from './identity.ts';
import { normaliseEmail, signUpNumber } from './identifier.ts';
import { NOTICE_TEXTS } from './notice-texts.ts';
import { CODE_MS, CODE_TRIES, codeMac, newCode, sameMac } from './one-time-code.ts';

/**
 * Sends a one-time password to the number; or, where the e-mail or number has an account, says so to its holder and to
 * nobody else. Both take the same steps. @throws CodedError `invalid-request`, `rate-limited`
 */
export async function signUp(identity: Identity, body: SignUp, address: string): Promise<void> {
  const { deps, limits, notices, secret } = identity;
  const email = normaliseEmail(body.email);
  const mobile = signUpNumber(body.mobile);
  limits.takeFrom('codes-asked-from', address);
  limits.take('codes-asked-for', email);
  limits.take('codes-asked-for', mobile);
  const now = deps.now();
  const code = newCode();
  const inTheWay = await noteSignUp(deps.database, {
    email,
    mobile,
    code: codeMac(secret, { purpose: 'sign-up', subject: email }, code),
    now,
    expires: new Date(now.getTime() + CODE_MS),
  });
  const notice = inTheWay
    ? { to: inTheWay.mobile, text: NOTICE_TEXTS.alreadyHere() }
    : { to: mobile, text: NOTICE_TEXTS.signUp(code) };
  if (limits.allows('notices-to', notice.to)) notices.send(notice);
}

export interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Makes the account of a sign-up whose code is right, and a session that can do nothing but set a sign-in method.
 * @throws CodedError `wrong-code`, `rate-limited`
 */
export async function confirmSignUp(
  identity: Identity,
  body: ConfirmSignUp,
  exchange: Exchange,
): Promise<SessionView> {
  const { deps, limits, policy, secret } = identity;
  const email = normaliseEmail(body.email);
  limits.takeFrom('tries-from', exchange.request.ip);
  limits.take('tries-at', email);
  const pending = await trySignUp(deps.database, { email, now: deps.now(), most: CODE_TRIES });
  const code = codeMac(secret, { purpose: 'sign-up', subject: email }, body.code);
  if (!pending || !sameMac(pending, code)) throw failed(identity, exchange.request, 'wrong-code');
  const account = newId();
  const today = deps.now().toISOString().slice(0, 10);
  const view = await beginSession(identity, {
    account,
    action: 'sign-up',
    ...exchange,
    before: async (transaction) => {
      if (!(await finishSignUp(transaction, { account, email, code, policy, today })))
        throw new CodedError('wrong-code');
    },
  });
  limits.giveBack('tries-at', email);
  limits.giveBackFrom('tries-from', exchange.request.ip);
  return view;
}
