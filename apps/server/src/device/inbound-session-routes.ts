import { putInboundSession } from '@smseal/database';
import { InboundSession } from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { deviceOf, needDevice } from '../security/authentication.ts';
import { octetsAt } from './read-entry.ts';

/** `POST /v1/inbound-sessions`: a device that writes without reading announces the day's session. */
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
}
