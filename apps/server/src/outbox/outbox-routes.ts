import {
  cancelBatch,
  leaseBatches,
  listBatches,
  releaseLease,
  renewLease,
  targetsOf,
} from '@smseal/database';
import {
  Id,
  LeaseProof,
  LeaseRequest,
  type LeaseAnswer,
  type Renewed,
  type TextState,
} from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { sendPage } from '../record/cbor.ts';
import { readCursor, writeCursor } from '../record/cursor.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { ownRoutes } from './own-routes.ts';
import { pauseRoutes } from './pause-routes.ts';
import { newLease, postingRoutes } from './posting-routes.ts';
import { segmentRoutes } from './segment-routes.ts';
import { watchingRoutes } from './watching-routes.ts';

const closed = { additionalProperties: false };
const BatchParams = Type.Object({ id: Id }, closed);
const ListQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  closed,
);
const LISTED = 100;
const EMPTY = 204;

/** Texts on their way out: batches by those who send, leases and segments by those who deliver. */
export function outboxRoutes(app: App, deps: Deps): void {
  postingRoutes(app, deps);
  segmentRoutes(app, deps);

  app.get(
    '/v1/outbox/batches',
    { onRequest: needDevice(deps, 'read'), schema: { querystring: ListQuery } },
    async (request, reply) => {
      const { account } = deviceOf(request);
      const { after, limit = LISTED } = request.query;
      const [last = null] = after === undefined ? [] : readCursor(after, 1);
      const { batches, segments, more } = await listBatches(deps.database, { account, after: last, limit });
      const end = batches.at(-1);
      return sendPage(request, reply, {
        batches,
        segments,
        next: more && end ? writeCursor([end.id]) : null,
      });
    },
  );

  app.post(
    '/v1/outbox/batches/:id/cancel',
    { onRequest: needDevice(deps, 'send'), schema: { params: BatchParams } },
    async (request): Promise<{ states: TextState[] }> => {
      const { account } = deviceOf(request);
      const { states, seq } = await cancelBatch(deps.database, { account, batch: request.params.id });
      if (seq !== null) deps.bus.publish(account, { type: 'changed', head: seq });
      return { states };
    },
  );

  pauseRoutes(app, deps);
  watchingRoutes(app, deps);
  ownRoutes(app, deps);
  deliveringRoutes(app, deps);
}

function deliveringRoutes(app: App, deps: Deps): void {
  const deliverer = { onRequest: needDevice(deps, 'deliver') };

  app.post(
    '/v1/outbox/lease',
    { ...deliverer, schema: { body: LeaseRequest } },
    async (request): Promise<LeaseAnswer> => {
      const { account, id: device } = deviceOf(request);
      const now = deps.now().getTime();
      const targets = await targetsOf(deps.database, { account, device });
      const { gone: said = [], ...asked } = request.body;
      const connected = said.length > 0 ? await deps.bus.connected(account) : new Set();
      const gone = said.filter((id) => !connected.has(id));
      const input = { account, device, targets, now, newLease, gone, ...asked };
      return { batches: await leaseBatches(deps.database, input) };
    },
  );

  app.post(
    '/v1/outbox/batches/:id/renew',
    { ...deliverer, schema: { params: BatchParams, body: LeaseProof } },
    async (request): Promise<Renewed> => {
      const { account, id: device } = deviceOf(request);
      const claim = { account, device, batch: request.params.id, ...request.body, now: deps.now().getTime() };
      return renewLease(deps.database, claim);
    },
  );

  app.post(
    '/v1/outbox/batches/:id/release',
    { ...deliverer, schema: { params: BatchParams, body: LeaseProof } },
    async (request, reply) => {
      const { account, id: device } = deviceOf(request);
      const claim = { account, device, batch: request.params.id, ...request.body, now: deps.now().getTime() };
      await releaseLease(deps.database, claim);
      deps.bus.publish(account, { type: 'outbox', target: device });
      return reply.code(EMPTY).send();
    },
  );
}
