import { listInboundSessions, putInboundSession } from '@smseal/database';
import { closed, InboundSession, type InboundSessionsPage } from '@smseal/protocol';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { readCursor, writeCursor } from '../record/cursor.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { octetsAt } from './read-entry.ts';

const MOST = 1000;
const ListQuery = closed({
  after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
});

/** Sessions by which devices that write without reading are read: each posts the day's own, readers list them all. */
export function inboundSessionRoutes(app: App, deps: Deps): void {
  app.post(
    '/v1/inbound-sessions',
    { onRequest: needDevice(deps, 'write'), schema: { body: InboundSession } },
    async (request, reply) => {
      const { account, id: device } = deviceOf(request);
      const session = request.body;
      octetsAt(session.enc, '/enc');
      octetsAt(session.signature, '/signature');
      const today = deps.now().toISOString().slice(0, 10);
      const head = await putInboundSession(deps.database, { account, device, session, today });
      if (head !== null) deps.bus.publish(account, { type: 'changed', head });
      return reply.code(204).send();
    },
  );

  app.get(
    '/v1/inbound-sessions',
    { onRequest: needDevice(deps, 'read'), schema: { querystring: ListQuery } },
    async (request): Promise<InboundSessionsPage> => {
      const { account } = deviceOf(request);
      const { after, limit = MOST } = request.query;
      const [last = null] = after === undefined ? [] : readCursor(after, 1);
      const sessions = await listInboundSessions(deps.database, { account, after: last, limit });
      const end = sessions.at(-1);
      return { sessions, next: end && sessions.length === limit ? writeCursor([end.id]) : null };
    },
  );
}
