import { grantPoolKeys, listPoolKeys, putPoolKeys } from '@smseal/database';
import { closed, CodedError, Id, PostPoolGrants, PostPoolKeys, type PoolKeys } from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';

const PoolParams = closed({ id: Id });
const EMPTY = 204;

/** Keys of pools' days: put and handed on by members, read by them and by who sends. */
export function poolRoutes(app: App, deps: Deps): void {
  const member = needDevice(deps, 'deliver');

  app.get(
    '/v1/pools/:id/keys',
    { onRequest: needDevice(deps, 'send'), schema: { params: PoolParams } },
    async (request): Promise<PoolKeys> => {
      const { account, id: device } = deviceOf(request);
      return { keys: await listPoolKeys(deps.database, { account, pool: request.params.id, device }) };
    },
  );

  app.post(
    '/v1/pools/:id/keys',
    { onRequest: member, schema: { params: PoolParams, body: PostPoolKeys } },
    async (request, reply) => {
      const { account, id: device } = deviceOf(request);
      const pool = request.params.id;
      const { keys } = request.body;
      if (keys.some(({ author }) => author !== device)) throw new CodedError('wrong-author');
      if (keys.some((key) => key.pool !== pool)) throw new CodedError('invalid-request', { at: '/keys' });
      const input = { account, pool, device, now: deps.now().getTime() };
      const fresh = await putPoolKeys(deps.database, input, keys);
      if (fresh > 0) deps.bus.publish(account, { type: 'settings' });
      return reply.code(EMPTY).send();
    },
  );

  app.post(
    '/v1/pools/:id/grants',
    { onRequest: member, schema: { params: PoolParams, body: PostPoolGrants } },
    async (request, reply) => {
      const { account, id: device } = deviceOf(request);
      const input = { account, pool: request.params.id, device, now: deps.now().getTime() };
      await grantPoolKeys(deps.database, input, request.body.grants);
      deps.bus.publish(account, { type: 'settings' });
      return reply.code(EMPTY).send();
    },
  );
}
