import {
  endSessions,
  finishChange,
  holderOf,
  lockHolder,
  noteChange,
  tryChange,
  type Detail,
  type Holder,
} from '@smseal/database';
import { CodedError, type Id, type SessionView } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import { beginSession } from './begin-session.ts';
import { failed } from './failed.ts';
import type { Identity } from './identity.ts';
import { NOTICE_TEXTS } from './notice-texts.ts';
import { CODE_MS, CODE_TRIES, codeMac, newCode, sameMac } from './one-time-code.ts';
import type { Exchange } from './sign-up.ts';
import { needRecentSignIn, signedInOf } from './signed-in.ts';

/** Which detail is to become what; the value in the form in which it is stored. */
export interface WantedChange {
  what: Detail;
  value: string;
}

const WORDS = {
  email: { code: NOTICE_TEXTS.changeEmail, done: NOTICE_TEXTS.emailChanged, action: 'email-changed' },
  mobile: { code: NOTICE_TEXTS.changeMobile, done: NOTICE_TEXTS.mobileChanged, action: 'mobile-changed' },
} as const satisfies Record<Detail, object>;

/**
 * Sends a code for a change: to the number that is to be the account's, or, for an e-mail address, to the one that is. Where
 * somebody has the address or number already, the steps and the answer are the same, and that holder alone is told.
 * @throws CodedError `sign-in-again`, `rate-limited`; `invalid-request` where it is what it was.
 */
export async function askForChange(
  identity: Identity,
  { what, value }: WantedChange,
  request: FastifyRequest,
): Promise<void> {
  const { deps, limits, notices, secret } = identity;
  const session = signedInOf(request);
  needRecentSignIn(session, deps.now());
  limits.takeFrom('codes-asked-from', request.ip);
  limits.take('changes-asked-for', session.account);
  limits.take('codes-asked-for', value);
  const holder = await holderOf(deps.database, session.account);
  if (!holder) throw new CodedError('unauthenticated');
  if (holder[what] === value) throw new CodedError('invalid-request', { at: `/${what}` });
  const code = newCode();
  const expires = new Date(deps.now().getTime() + CODE_MS);
  const mac = codeMac(secret, { purpose: 'change', subject: subjectOf(holder.account, what) }, code);
  const inTheWay = await noteChange(deps.database, {
    account: holder.account,
    what,
    value,
    code: mac,
    expires,
  });
  const to = what === 'mobile' ? value : holder.mobile;
  const notice = inTheWay
    ? { to: inTheWay.mobile, text: NOTICE_TEXTS.wantedByAnother() }
    : { to, text: WORDS[what].code(code) };
  if (limits.allows('notices-to', notice.to)) notices.send(notice);
}

/**
 * Makes the change whose code is right, and ends every other session. The number from before is told.
 * @throws CodedError `wrong-code`, `sign-in-again`, `rate-limited`
 */
export async function confirmChange(
  identity: Identity,
  { what, code }: { what: Detail; code: string },
  exchange: Exchange,
): Promise<SessionView> {
  const { deps, limits, notices, secret } = identity;
  const session = signedInOf(exchange.request);
  const { account } = session;
  needRecentSignIn(session, deps.now());
  limits.takeFrom('tries-from', exchange.request.ip);
  limits.take('tries-at', account);
  const expected = await tryChange(deps.database, { account, what, now: deps.now(), most: CODE_TRIES });
  const mac = codeMac(secret, { purpose: 'change', subject: subjectOf(account, what) }, code);
  if (!expected || !sameMac(expected, mac)) throw failed(identity, exchange.request, 'wrong-code');
  let before: Holder | null = null;
  const view = await beginSession(identity, {
    account,
    action: WORDS[what].action,
    ...exchange,
    before: async (transaction) => {
      before = await lockHolder(transaction, account);
      if (!(await finishChange(transaction, { account, what, code: mac })))
        throw new CodedError('wrong-code');
      await endSessions(transaction, account);
    },
  });
  limits.giveBack('tries-at', account);
  limits.giveBackFrom('tries-from', exchange.request.ip);
  tellFormer(before);
  return view;

  function tellFormer(holder: Holder | null): void {
    if (holder) notices.send({ to: holder.mobile, text: WORDS[what].done() });
  }
}

function subjectOf(account: Id, what: Detail): string {
  return `${account} ${what}`;
}
