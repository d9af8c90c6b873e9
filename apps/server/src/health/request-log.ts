import type { Logger } from 'pino';
import type { App } from '../app.ts';

/** One line a request: the route's pattern, never the URL, which may hold ids; no address, no body, no token. */
export function logRequests(app: App, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info(
      {
        reqId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
}
