import {
  beginPlannedErasure,
  isErasureToken,
  noteSearch,
  readErasure,
  stageBatches,
  type ErasureAsker,
} from '@smseal/database';
import {
  closed,
  CodedError,
  Id,
  PostErasure,
  SignedSearch,
  type CertificateKey,
  type ErasureView,
} from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { carryOn } from './carry-on.ts';
import { readPlan, readSearch } from './read-plan.ts';

const Params = closed({ id: Id });

/** Erasures: what a device plans, how far one has come, the device's own search, and the key that certificates are signed with. */
export function erasureRoutes(app: App, deps: Deps): void {
  app.get('/.well-known/smseal-certificates', (): CertificateKey => ({
    algorithm: 'Ed25519',
    key: deps.eraser.issuer.key.publicKey,
  }));

  app.post(
    '/v1/erasures',
    { onRequest: needDevice(deps, 'admit'), schema: { body: PostErasure } },
    async (request, reply): Promise<ErasureView> => {
      const { account, id: device } = deviceOf(request);
      const { batches = [], ...signed } = request.body;
      const handed = readPlan(signed);
      const { plan } = handed;
      if (plan.kind === 'account') throw new CodedError('invalid-request', { at: '/plan' });
      if (plan.device !== device) throw new CodedError('erasure-unsigned');
      const now = deps.now().getTime();
      await stageBatches(deps, { account, plan, batches });
      await beginPlannedErasure({ database: deps.database, now }, { account, handed: { ...handed, plan } });
      await carryOn(deps, { id: plan.id, account });
      return reply.code(202).send(await readErasure(deps.database, plan.id, { account }));
    },
  );

  app.get('/v1/erasures/:id', { schema: { params: Params } }, async (request): Promise<ErasureView> =>
    readErasure(deps.database, request.params.id, await askerOf(request, deps, request.params.id)),
  );

  app.post(
    '/v1/erasures/:id/search',
    { schema: { params: Params, body: SignedSearch } },
    async (request): Promise<ErasureView> => {
      const { id } = request.params;
      const asker = await askerOf(request, deps, id);
      await readErasure(deps.database, id, asker);
      await noteSearch(deps.database, id, { signed: request.body, search: readSearch(request.body) });
      await carryOn(deps, { id, account: null });
      return readErasure(deps.database, id, asker);
    },
  );
}

/** A device of the account, or the token of the answer that ended it. @throws CodedError `unauthenticated` */
async function askerOf(request: FastifyRequest, deps: Deps, id: Id): Promise<ErasureAsker> {
  const token = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new CodedError('unauthenticated');
  if (await isErasureToken(deps.database, id, token)) {
    deps.limits.device.take(`erasure ${id}`, deps.now().getTime());
    return { token };
  }
  await needDevice(deps)(request);
  return { account: deviceOf(request).account };
}
