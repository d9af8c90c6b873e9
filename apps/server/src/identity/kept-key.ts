import {
  finishKeyCode,
  holderOf,
  inTransaction,
  noteKeyCode,
  readKeptKey,
  recordActivity,
  tryKeyCode,
} from '@smseal/database';
import { CodedError, type AskKeptKey, type KeptKey } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import { failed } from './failed.ts';
import type { Identity } from './identity.ts';
import { NOTICE_TEXTS } from './notice-texts.ts';
import { CODE_MS, CODE_TRIES, codeMac, newCode, sameMac } from './one-time-code.ts';
import { needRecentSignIn, signedInOf, type SignedIn } from './signed-in.ts';

/**
 * Texts a code to the holder of an open account, with which another device opens it: whoever has signed in does not read
 * anybody's texts by that alone. @throws CodedError `account-sealed`, `sign-in-again`, `rate-limited`
 */
export async function sendKeyCode(identity: Identity, request: FastifyRequest): Promise<void> {
  const { deps, limits, notices, secret } = identity;
  const { account } = requireOpen(identity, request);
  const holder = await holderOf(deps.database, account);
  if (!holder) throw new CodedError('unauthenticated');
  limits.takeFrom('codes-asked-from', request.ip);
  limits.take('codes-asked-for', account);
  if (!limits.allows('notices-to', holder.mobile)) throw new CodedError('rate-limited');
  const code = newCode();
  const expires = new Date(deps.now().getTime() + CODE_MS);
  await noteKeyCode(deps.database, {
    account,
    code: codeMac(secret, { purpose: 'kept-key', subject: account }, code),
    expires,
  });
  notices.send({ to: holder.mobile, text: NOTICE_TEXTS.keptKey(code) });
}

/** Hands out the key of an open account, for its code. @throws CodedError `wrong-code`, `account-sealed`, `sign-in-again`, `rate-limited` */
export async function handOutKey(
  identity: Identity,
  body: AskKeptKey,
  request: FastifyRequest,
): Promise<KeptKey> {
  const { deps, limits, secret } = identity;
  const { account } = requireOpen(identity, request);
  limits.takeFrom('tries-from', request.ip);
  limits.take('tries-at', account);
  const expected = await tryKeyCode(deps.database, { account, now: deps.now(), most: CODE_TRIES });
  const code = codeMac(secret, { purpose: 'kept-key', subject: account }, body.code);
  if (!expected || !sameMac(expected, code)) throw failed(identity, request, 'wrong-code');
  const secretKey = await readKeptKey(deps.database, account);
  await inTransaction(deps.database, async (transaction) => {
    if (!(await finishKeyCode(transaction, { account, code }))) throw new CodedError('wrong-code');
    const line = { account, action: 'kept-key-handed-out', ip: request.ip, device: null } as const;
    await recordActivity(transaction, { ...line, now: deps.now() });
  });
  limits.giveBack('tries-at', account);
  limits.giveBackFrom('tries-from', request.ip);
  return { secretKey };
}

function requireOpen({ deps }: Identity, request: FastifyRequest): SignedIn {
  const session = signedInOf(request);
  if (session.kind === 'sealed') throw new CodedError('account-sealed');
  needRecentSignIn(session, deps.now());
  return session;
}
