import { Readable } from 'node:stream';
import {
  beginAccountErasure,
  beginSealing,
  countOlder,
  exportAccount,
  holderOf,
  inTransaction,
  readErasure,
  recordActivity,
  setRetention,
  viewAccount,
  type ExportLine,
  type HandedPlan,
} from '@smseal/database';
import {
  AskOlder,
  CodedError,
  DeleteAccount,
  PatchAccount,
  ERASURE_STATES,
  type AccountErasure,
  type AccountPlan,
  type AccountView,
  type Id,
  type SignedPlan,
  type OlderCounts,
} from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { carryOn } from '../erasure/carry-on.ts';
import { readPlan } from '../erasure/read-plan.ts';
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
    async (request, reply): Promise<AccountErasure> => {
      const { account } = sessionOf(request);
      const holder = await holderOf(deps.database, account);
      if (holder?.email !== request.body.email.trim().toLowerCase())
        throw new CodedError('wrong-credentials');
      const erasure = await eraseAccount(deps, account, request.body);
      clearSessionCookie(reply, deps.configuration.origin);
      return reply.code(isGone(erasure) ? 200 : 202).send(erasure);
    },
  );
}

async function eraseAccount(
  deps: Deps,
  account: Id,
  { signed }: Pick<DeleteAccount, 'signed'>,
): Promise<AccountErasure> {
  const { database } = deps;
  const now = deps.now().getTime();
  const handed = signed ? accountPlan(signed) : null;
  const { id, token } = await beginAccountErasure({ database, now }, { account, handed });
  // Nobody who was believed a moment ago waits for the rows to go.
  const whenShut = (): void => {
    deps.tokens.forget(account);
    deps.bus.publish(account, { type: 'deleted' });
  };
  await carryOn(deps, { id, account: null, whenShut });
  return { ...(await readErasure(database, id, { token })), token };
}

function accountPlan(signed: SignedPlan): HandedPlan<AccountPlan> {
  const { plan } = readPlan(signed);
  if (plan.kind !== 'account') throw new CodedError('invalid-request', { at: '/signed/plan' });
  return { signed, plan };
}

/** Whether no row is left. */
function isGone({ state }: AccountErasure): boolean {
  return ERASURE_STATES.indexOf(state) >= ERASURE_STATES.indexOf('rows-removed');
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
