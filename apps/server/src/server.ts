import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { openDatabase } from '@smseal/database';
import { fastify } from 'fastify';
import type { Logger } from 'pino';
import type { App, SchemaTypes } from './app.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { Deps } from './deps.ts';
import { DeviceTokens } from './device/device-tokens.ts';
import { answerErrors } from './error/answer-errors.ts';
import { compileValidator } from './error/validate.ts';
import { healthRoutes } from './health/health-routes.ts';
import { createLog } from './health/log.ts';
import { logRequests } from './health/request-log.ts';
import { createIdentity } from './identity/identity.ts';
import { identityRoutes } from './identity/identity-routes.ts';
import { sessionReader } from './identity/signed-in.ts';
import { LocalBus } from './live/local-bus.ts';
import { setSecurityHeaders } from './security/headers.ts';

const MAX_BODY_OCTETS = 8 * 1024 * 1024;

/** A server that has not begun to listen. */
export interface ServerParts {
  app: App;
  deps: Deps;
}

export interface ServerGiven {
  log?: Logger;
  now?: () => Date;
  /** See `identity/server-secret.ts`; without one, codes and challenges under way die with the process. */
  secret?: Buffer;
}

/** Builds the server from its configuration. The caller has brought the database up to date. */
export async function createServer(
  configuration: Configuration,
  given: ServerGiven = {},
): Promise<ServerParts> {
  const now = given.now ?? (() => new Date());
  const log = given.log ?? createLog();
  const database = openDatabase(configuration.databaseUrl);
  const bus = new LocalBus();
  const tokens = new DeviceTokens(database, now);
  bus.onRemoval((account, device) => tokens.forget(account, device));
  const deps: Deps = {
    configuration,
    database,
    bus,
    log,
    now,
    tokens,
    sessions: sessionReader({ database, now }),
  };
  const app = createApp(configuration);
  setSecurityHeaders(app, configuration);
  logRequests(app, log);
  answerErrors(app, log);
  identityRoutes(app, createIdentity(deps, given.secret ?? randomBytes(32)));
  addRoutes(app, deps);
  app.addHook('onClose', async () => {
    await bus.close();
    await database.destroy();
  });
  await app.ready();
  return { app, deps };
}

function createApp(configuration: Configuration): App {
  const { tls } = configuration;
  const app: App = fastify({
    logger: false,
    bodyLimit: MAX_BODY_OCTETS,
    requestTimeout: 60_000,
    genReqId: () => randomBytes(9).toString('base64url'),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    return503OnClosing: true,
    forceCloseConnections: true,
    // http and https servers are one to everything above them.
    serverFactory: (handler: RequestListener): HttpServer =>
      tls
        ? (createHttpsServer({ ...tls, minVersion: 'TLSv1.2' }, handler) as unknown as HttpServer)
        : createHttpServer(handler),
  }).withTypeProvider<SchemaTypes>();
  app.setValidatorCompiler(compileValidator);
  app.decorateRequest('device', null);
  app.decorateRequest('session', null);
  return app;
}

/** Every feature's routes. */
function addRoutes(app: App, deps: Deps): void {
  healthRoutes(app, deps);
}
