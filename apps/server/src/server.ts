import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  openDatabase,
  openJournal,
  PostgresBlobStore,
  requireReplayed,
  startKeys,
  type Keyring,
} from '@smseal/database';
import { CodedError } from '@smseal/protocol';
import { fastify } from 'fastify';
import type { Logger } from 'pino';
import { accountRoutes } from './account/account-routes.ts';
import { closingRoutes } from './account/closing-routes.ts';
import { activityRoutes } from './activity/activity-routes.ts';
import type { App, SchemaTypes } from './app.ts';
import { blobRoutes } from './blob/blob-routes.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { Deps } from './deps.ts';
import { chainRoutes } from './device/chain-routes.ts';
import { deviceRoutes } from './device/device-routes.ts';
import { DeviceTokens } from './device/device-tokens.ts';
import { inboundSessionRoutes } from './device/inbound-session-routes.ts';
import { answerClientError } from './error/answer-client-error.ts';
import { answerErrors, sendProblem } from './error/answer-errors.ts';
import { compileValidator } from './error/validate.ts';
import { erasureRoutes } from './erasure/erasure-routes.ts';
import { openEraser } from './erasure/open-eraser.ts';
import { gatewayRoutes } from './gateway/gateway-routes.ts';
import { companionRoutes } from './pool/companion-routes.ts';
import { poolRoutes } from './pool/pool-routes.ts';
import { healthRoutes } from './health/health-routes.ts';
import { createLog } from './health/log.ts';
import { logRequests } from './health/request-log.ts';
import { changeRoutes } from './identity/change-routes.ts';
import { createIdentity } from './identity/identity.ts';
import { identityRoutes } from './identity/identity-routes.ts';
import { sessionReader } from './identity/signed-in.ts';
import { linkRoutes } from './link/link-routes.ts';
import { listRoutes } from './list/list-routes.ts';
import { liveRoutes } from './live/live-routes.ts';
import type { Bus } from './live/bus.ts';
import { LocalBus } from './live/local-bus.ts';
import { outboxRoutes } from './outbox/outbox-routes.ts';
import { recordRoutes } from './record/record-routes.ts';
import { refuseForeignHosts } from './security/host.ts';
import { setSecurityHeaders } from './security/headers.ts';
import { createLimits, limitNetworks } from './security/limits.ts';
import { countRequests } from './usage/count-requests.ts';
import { UsageCounter } from './usage/usage-counter.ts';
import { staticRoutes } from './static/static-routes.ts';

const MAX_BODY_OCTETS = 8 * 1024 * 1024;
/** Longer than proxies and clients keep an idle connection, so that none of them writes into one just closed. */
const KEPT_ALIVE = { keepAliveTimeout: 72_000 };

/** A server that has not begun to listen. */
export interface ServerParts {
  app: App;
  deps: Deps;
}

export interface ServerGiven {
  log?: Logger;
  now?: () => Date;
  /** What opens the database's keys. */
  keyring: Keyring;
  /** See `identity/server-secret.ts`; without one, codes and challenges under way die with the process. */
  secret?: Buffer;
}

/** Builds the server from its configuration. The caller has brought the database up to date. */
export async function createServer(configuration: Configuration, given: ServerGiven): Promise<ServerParts> {
  const now = given.now ?? (() => new Date());
  const log = given.log ?? createLog();
  const { keyring } = given;
  const database = openDatabase(configuration.databaseUrl, { keyring, now: () => now().getTime() });
  const journal = openJournal(keyring);
  await startKeys(database, keyring, now().getTime());
  await requireReplayed({ database, journal, now: now().getTime() });
  const eraser = await openEraser(configuration, { database, journal, keyring, now });
  const bus = configuration.natsUrl ? await connectBus(configuration.natsUrl) : new LocalBus();
  const tokens = new DeviceTokens(database, now);
  bus.onRemoval((account, device) => {
    tokens.forget(account, device);
    if (device === undefined) database.keys.forget(account);
  });
  const deps: Deps = {
    configuration,
    database,
    keyring,
    journal,
    eraser,
    bus,
    log,
    now,
    tokens,
    limits: createLimits(),
    usage: new UsageCounter(database, now),
    sessions: sessionReader({ database, now }),
  };
  const app = createApp(configuration);
  setSecurityHeaders(app, configuration);
  logRequests(app, log);
  answerErrors(app, log);
  refuseForeignHosts(app, configuration);
  limitNetworks(app, deps);
  countRequests(app, deps);
  const identity = createIdentity(deps, given.secret ?? randomBytes(32));
  identityRoutes(app, identity);
  changeRoutes(app, identity);
  closingRoutes(app, identity);
  addRoutes(app, deps);
  app.addHook('onClose', async () => {
    await deps.usage.end().catch(() => undefined);
    await bus.close();
    for (const one of [database, eraser.verifier]) {
      one.keys.close();
      await one.destroy();
    }
  });
  await app.ready();
  deps.usage.start();
  return { app, deps };
}

/** Loads the NATS client only where there is a NATS: it is 13 MB of memory. */
async function connectBus(url: string): Promise<Bus> {
  const { NatsBus } = await import('./live/nats-bus.ts');
  return NatsBus.connect(url);
}

function createApp(configuration: Configuration): App {
  const { tls } = configuration;
  const app: App = fastify({
    logger: false,
    bodyLimit: MAX_BODY_OCTETS,
    requestTimeout: 60_000,
    genReqId: () => randomBytes(9).toString('base64url'),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, _request, reply) => {
      void sendProblem(reply, new CodedError('not-found'));
    },
    // What is under way is finished; a request that still comes in is answered, too, and the connection closed.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // http and https servers are one to everything above them.
    serverFactory: (handler: RequestListener): HttpServer =>
      tls
        ? (createHttpsServer(
            { ...tls, ...KEPT_ALIVE, minVersion: 'TLSv1.2' },
            handler,
          ) as unknown as HttpServer)
        : createHttpServer(KEPT_ALIVE, handler),
  }).withTypeProvider<SchemaTypes>();
  app.setValidatorCompiler(compileValidator);
  app.decorateRequest('device', null);
  app.decorateRequest('session', null);
  return app;
}

/** Every feature's routes. */
function addRoutes(app: App, deps: Deps): void {
  healthRoutes(app, deps);
  chainRoutes(app, deps);
  deviceRoutes(app, deps);
  inboundSessionRoutes(app, deps);
  linkRoutes(app, deps);
  liveRoutes(app, deps);
  staticRoutes(app, deps);
  recordRoutes(app, deps);
  blobRoutes(app, deps, new PostgresBlobStore(deps.database));
  outboxRoutes(app, deps);
  gatewayRoutes(app, deps);
  poolRoutes(app, deps);
  companionRoutes(app, deps);
  listRoutes(app, deps);
  accountRoutes(app, deps);
  erasureRoutes(app, deps);
  activityRoutes(app, deps);
}
