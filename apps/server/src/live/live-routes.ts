import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { LiveHub } from './live-hub.ts';

/** `GET /v1/live`: the live channel, a WebSocket. It is taken over before HTTP routing, which would cost memory. */
export function liveRoutes(app: App, deps: Deps): void {
  const hub = new LiveHub(deps);
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    hub.accept(request, socket, head);
  });
  app.addHook('preClose', (done) => {
    hub.close();
    done();
  });
}
