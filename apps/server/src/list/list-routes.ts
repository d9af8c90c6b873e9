import { appendListSegment, putListKeys, readListKeys, readListPage } from '@smseal/database';
import {
  AppendListSegment,
  closed,
  CodedError,
  Count,
  ListKeySet,
  ListName,
  type ListHead,
  type ListSegmentsPage,
} from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import type { LiveDevice } from '../device/device-tokens.ts';
import { readEnvelope } from '../record/envelope.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';

const ListParams = closed({ list: ListName });
const PageQuery = closed({ after: Type.Optional(Count) });

/** Lists: appended to and followed by the account's readers and by the gateways that hold the key. */
export function listRoutes(app: App, deps: Deps): void {
  const { database, bus, now } = deps;

  app.put(
    '/v1/lists/:list/keys',
    { onRequest: needDevice(deps, 'configure'), schema: { params: ListParams, body: ListKeySet } },
    async (request): Promise<{ version: number }> => {
      const device = deviceOf(request);
      const set = request.body;
      checkSealed(request.params.list, set, device);
      const { account } = device;
      const isNew = await putListKeys(database, { account, set, now: now().getTime() });
      if (isNew) bus.publish(account, { type: 'list', name: set.list });
      return { version: set.version };
    },
  );

  app.get(
    '/v1/lists/:list/keys',
    { onRequest: needDevice(deps), schema: { params: ListParams } },
    (request): Promise<ListKeySet> =>
      readListKeys(database, requestOf(deviceOf(request), request.params.list)),
  );

  app.post(
    '/v1/lists/:list/segments',
    { onRequest: needDevice(deps), schema: { params: ListParams, body: AppendListSegment } },
    async (request): Promise<Pick<ListHead, 'count'>> => {
      const device = deviceOf(request);
      const segment = request.body;
      checkSealed(request.params.list, segment, device);
      const { account } = device;
      const isNew = await appendListSegment(database, { account, segment, now: now().getTime() });
      if (isNew) bus.publish(account, { type: 'list', name: segment.list });
      return { count: segment.number + 1 };
    },
  );

  app.get(
    '/v1/lists/:list/segments',
    { onRequest: needDevice(deps), schema: { params: ListParams, querystring: PageQuery } },
    (request): Promise<ListSegmentsPage> => {
      const place = requestOf(deviceOf(request), request.params.list);
      return readListPage(database, { ...place, after: request.query.after ?? 0 });
    },
  );
}

function requestOf({ account, id, can }: LiveDevice, list: ListName) {
  return { account, list, follower: can.includes('read') ? null : id };
}

/** Under the caller's own name, for the list of the path, and under a key rather than a session. */
function checkSealed(
  list: ListName,
  sealed: Pick<AppendListSegment, 'list' | 'author' | 'envelope'>,
  device: LiveDevice,
): void {
  if (sealed.author !== device.id) throw new CodedError('wrong-author');
  if (sealed.list !== list) throw new CodedError('invalid-request', { at: '/list' });
  if (readEnvelope(sealed.envelope, list).suite !== 1)
    throw new CodedError('not-an-envelope', { record: list });
}
