import { CodedError } from '@smseal/protocol';
import { sql } from 'kysely';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { App } from '../app.ts';
import { isLoopback } from '../configuration/configuration.ts';
import type { Deps } from '../deps.ts';

/** `GET /healthz`: 200 while the database answers, else 503. `GET /metrics`: for this machine only. */
export function healthRoutes(app: App, deps: Deps): void {
  app.get('/healthz', async () => {
    await sql`SELECT 1`.execute(deps.database);
    return { ok: true };
  });
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const seconds = new Histogram({
    name: 'smseal_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [metrics],
  });
  app.addHook('onResponse', (request, reply, done) => {
    seconds.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    done();
  });
  app.get('/metrics', async (request, reply) => {
    // A proxy on this machine would make strangers look local.
    const proxied = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
    if (!isLoopback(request.ip) || proxied !== undefined) throw new CodedError('not-found');
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}
