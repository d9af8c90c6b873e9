import { codedDatabaseError } from '@smseal/database';
import { CodedError, ERRORS, problem, type ErrorCode } from '@smseal/protocol';
import type { FastifyError, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { App } from '../app.ts';
import { describeFailure } from './describe-failure.ts';

/** What Fastify refuses before a route runs. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode | undefined>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-body',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
};

/** Seconds after which a request that met a passing failure is worth another try. */
const RETRY_AFTER_S = 2;

/** Makes every refusal an RFC 9457 problem of the registry; nothing else is ever answered. */
export function answerErrors(app: App, log: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const coded = codeOf(error);
    if (coded) return sendProblem(reply, coded);
    log.error({ reqId: request.id, ...describeFailure(error) }, 'a request failed');
    return sendProblem(reply, new CodedError('internal', { request: request.id }));
  });
  const methodsAt = methodsByPath(app);
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(request.url.split('?', 1)[0] ?? '/');
    if (allowed.length === 0) return sendProblem(reply, new CodedError('not-found'));
    void reply.header('allow', allowed.join(', '));
    return sendProblem(reply, new CodedError('method-not-allowed'));
  });
}

function codeOf(error: FastifyError): CodedError | null {
  if (error instanceof CodedError) return error;
  const code = FASTIFY_CODES[error.code];
  if (code) return new CodedError(code);
  const database = codedDatabaseError(error);
  if (database) return database;
  // The JSON parser's own complaint about `__proto__` has a status but no code.
  if (error.statusCode === 400 && error instanceof SyntaxError) return new CodedError('malformed-body');
  return null;
}

/** Sends a problem; `retryAfter` (s) of the error goes out as the header and not in the body. */
export function sendProblem(reply: FastifyReply, error: CodedError): FastifyReply {
  const { retryAfter, ...extra } = error.extra;
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(Math.ceil(retryAfter)));
  else if (error.code === 'unavailable' || error.code === 'storage-full')
    void reply.header('retry-after', String(RETRY_AFTER_S));
  if (error.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(ERRORS[error.code].status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json')
    .serializer(JSON.stringify)
    .send(problem(error.code, extra));
}

/** Which methods the API offers at a path; follows the routes as they are added. */
function methodsByPath(app: App): (path: string) => string[] {
  const routes: { methods: string[]; pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    if (!url.startsWith('/v1/')) return;
    const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replace(/:[A-Za-z]+/g, '[^/]+')}$`);
    routes.push({ methods: [method].flat(), pattern });
  });
  return (path) => [
    ...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
  ];
}
