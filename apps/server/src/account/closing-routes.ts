import { closeAccount, holderOf, inTransaction, recordActivity, wakeAccount } from '@smseal/database';
import { CloseAccount, CodedError, type Action, type SessionView } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { addressOf } from '../identity/begin-session.ts';
import type { Identity } from '../identity/identity.ts';
import { NOTICE_TEXTS } from '../identity/notice-texts.ts';
import { clearSessionCookie } from '../identity/session-cookie.ts';
import { sessionView, signedInOf } from '../identity/signed-in.ts';
import { needSession } from '../security/authentication.ts';

/** Laying an account still, and waking it. */
export function closingRoutes(app: App, { deps, notices }: Identity): void {
  const { database, now } = deps;

  app.post(
    '/v1/account/close',
    { onRequest: needSession(deps), schema: { body: CloseAccount } },
    async (request, reply) => {
      const { account } = signedInOf(request);
      const holder = await holderOf(database, account);
      if (holder?.email !== request.body.email.trim().toLowerCase())
        throw new CodedError('wrong-credentials');
      await inTransaction(database, async (transaction) => {
        if (!(await closeAccount(transaction, { account, now: now() })))
          throw new CodedError('account-closed');
        await recordActivity(transaction, lineOf(request, 'account-closed'));
      });
      deps.tokens.forget(account);
      deps.bus.publish(account, { type: 'closed' });
      clearSessionCookie(reply, deps.configuration.origin);
      notices.send({ to: holder.mobile, text: NOTICE_TEXTS.accountClosed() });
      return reply.code(204).send();
    },
  );

  app.post(
    '/v1/account/wake',
    { onRequest: needSession(deps, { whileClosed: true }) },
    async (request): Promise<SessionView> => {
      const session = signedInOf(request);
      const { account } = session;
      await inTransaction(database, async (transaction) => {
        if (!(await wakeAccount(transaction, { account, now: now() })))
          throw new CodedError(session.closed ? 'account-closed' : 'not-found');
        await recordActivity(transaction, lineOf(request, 'account-woken'));
      });
      return sessionView(deps, { ...session, closed: null });
    },
  );

  function lineOf(request: FastifyRequest, action: Action) {
    const { account } = signedInOf(request);
    return { account, action, ip: addressOf(request), device: null, now: now() };
  }
}
