import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { CodedError, ERRORS, problem, type ErrorCode } from '@smseal/protocol';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifySchemaCompiler,
  type FastifyTypeProvider,
} from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';
import { acceptBodies } from './bodies.ts';

interface SchemaTypes extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

/** The gateway's HTTP server as its features see it. */
export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, SchemaTypes>;

/** 10,000 recipients with fields, and no more. */
const BODY_LIMIT = 8 * 1024 * 1024;

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

/** An HTTP server that validates by TypeBox and refuses by the registry (RFC 9457). */
export function makeApp(failed: (error: Error) => void): App {
  const app: App = fastify({
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true }),
  }).withTypeProvider<SchemaTypes>();
  acceptBodies(app);
  app.setValidatorCompiler(compileValidator);
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const coded = codeOf(error);
    if (coded.code === 'internal') failed(error);
    return sendProblem(reply, coded);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, new CodedError('not-found')));
  return app;
}

const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema);
  return (given: unknown) => {
    // What stands in a URL is text, whatever it stands for.
    const value = httpPart === 'querystring' ? Convert(schema, given) : given;
    if (compiled.Check(value)) return { value };
    const [first] = compiled.Errors(value);
    return { error: new CodedError('invalid-request', { at: first?.instancePath ?? '' }) };
  };
};

/** What of the registry an error is; `internal` for one that nobody foresaw. */
export function codeOf(error: FastifyError): CodedError {
  if (error instanceof CodedError) return error;
  const code = FASTIFY_CODES[error.code];
  if (code) return new CodedError(code);
  if (error.statusCode === 400 && error instanceof SyntaxError) return new CodedError('malformed-body');
  return new CodedError('internal');
}

function sendProblem(reply: FastifyReply, error: CodedError): FastifyReply {
  const { retryAfter, ...extra } = error.extra;
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(Math.ceil(retryAfter)));
  if (error.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(ERRORS[error.code].status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json')
    .serializer(JSON.stringify)
    .send(problem(error.code, extra));
}
