import { Readable } from 'node:stream';
import {
  beginSealing,
  countOlder,
  deleteAccount,
  exportAccount,
  holderOf,
  inTransaction,
  recordActivity,
  setRetention,
  viewAccount,
  type ExportLine,
} from '@smseal/database';
import {
  AskOlder,
  CodedError,
  DeleteAccount,
  PatchAccount,
  type AccountView,
  type OlderCounts,
} from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { clearSessionCookie } from '../identity/session-cookie.ts';
import {
  accountOf,
  deviceOf,
  needDevice,
  needDeviceOrSession,
  needSession,
  sessionOf,
} from '../security/authentication.ts';

/** The account's own view, its retention preference, its export and its end. */
export function accountRoutes(app: App, deps: Deps): void {
  const evenClosed = needSession(deps, { whileClosed: true });

  app.get('/v1/account', { onRequest: needDeviceOrSession(deps) }, async (request): Promise<AccountView> =>
    viewAccount(deps.database, accountOf(request)),
  );

  app.patch(
    '/v1/account',
    { onRequest: needSession(deps), schema: { body: PatchAccount } },
    async (request): Promise<AccountView> => {
      const { account } = sessionOf(request);
      const { retentionDays } = request.body;
      if (retentionDays !== undefined) await changeRetention(deps, request, retentionDays);
      return viewAccount(deps.database, account);
    },
  );

  app.get(
    '/v1/account/older',
    { onRequest: needSession(deps), schema: { querystring: AskOlder } },
    (request): Promise<OlderCounts> => {
      const { account } = sessionOf(request);
      return countOlder(deps.database, { account, days: request.query.days, now: deps.now().getTime() });
    },
  );

  app.post('/v1/account/sealing', { onRequest: needDevice(deps, 'admit') }, async (request, reply) => {
    await beginSealing(deps.database, deviceOf(request).account);
    return reply.code(204).send();
  });

  app.get('/v1/account/export', { onRequest: evenClosed }, async (request, reply) => {
    const lines = exportAccount(deps.database, sessionOf(request).account);
    return reply
      .type('application/x-ndjson')
      .header('content-disposition', 'attachment; filename="smseal-account.ndjson"')
      .send(Readable.from(asText(lines)));
  });

  app.delete(
    '/v1/account',
    { onRequest: evenClosed, schema: { body: DeleteAccount } },
    async (request, reply) => {
      const { account } = sessionOf(request);
      const holder = await holderOf(deps.database, account);
      if (holder?.email !== request.body.email.trim().toLowerCase())
        throw new CodedError('wrong-credentials');
      await inTransaction(deps.database, (transaction) => deleteAccount(transaction, account));
      deps.tokens.forget(account);
      deps.bus.publish(account, { type: 'deleted' });
      clearSessionCookie(reply, deps.configuration.origin);
      return reply.code(204).send();
    },
  );
}

async function changeRetention(deps: Deps, request: FastifyRequest, days: number | null): Promise<void> {
  const { account } = sessionOf(request);
  await inTransaction(deps.database, async (transaction) => {
    if (!(await setRetention(transaction, account, days))) return;
    await recordActivity(transaction, {
      account,
      action: 'retention-changed',
      ip: request.ip,
      device: null,
      now: deps.now(),
    });
  });
}

async function* asText(lines: AsyncIterable<ExportLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
