import { ERRORS, type ErrorCode, type ErrorDefinition } from '@smseal/protocol';
import type { TSchema } from 'typebox';
import { NAMED, OPERATIONS, WEBHOOKS, type Operation } from './operations.ts';

type Json = Record<string, unknown>;

/** The send API as an OpenAPI 3.1 document, from the schemas that the gateway itself validates by. */
export function openApi(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'SMSeal send API',
      version: '1',
      description:
        'Texts over your own gateway: what it takes is sealed before the server stores it. Refusals are RFC 9457 problems.',
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: 'http://127.0.0.1:7060', description: 'A gateway on this machine.' }],
    security: [{ apiKey: [] }],
    paths: pathsOf(OPERATIONS),
    webhooks: Object.fromEntries(Object.entries(WEBHOOKS).map(([name, schema]) => [name, webhookOf(schema)])),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key that the account’s owner has signed for this gateway: `smseal_…`.',
        },
      },
      schemas: {
        ...Object.fromEntries([...NAMED].map(([schema, name]) => [name, plain(schema, schema)])),
        Problem: PROBLEM,
      },
    },
  };
}

function pathsOf(operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation) };
  return paths;
}

function operationOf(operation: Operation): Json {
  const { id, summary, description, scope, body, status, answer, answerHeaders, errors } = operation;
  const headers = Object.fromEntries(
    answerHeaders.map((header) => [
      header.name,
      { description: header.description, schema: { type: 'string' } },
    ]),
  );
  return {
    operationId: id,
    summary,
    description: `${description} Needs the scope \`${scope}\`.`,
    parameters: parametersOf(operation),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: plain(body) },
              'application/x-www-form-urlencoded': { schema: { type: 'object' } },
            },
          },
        }
      : {}),
    responses: {
      [status]: { description: 'Done.', headers, content: { 'application/json': { schema: plain(answer) } } },
      ...refusalsOf(errors),
    },
  };
}

function parametersOf({ params, query, requestHeaders }: Operation): Json[] {
  const from = (place: string, schema: TSchema | undefined) =>
    Object.entries(membersOf(schema)).map(([name, member]) => ({
      name,
      in: place,
      required: isRequired(schema, name),
      schema: plain(member),
    }));
  const headers = requestHeaders.map(({ name, description }) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));
  return [...from('path', params), ...from('query', query), ...headers];
}

/** Refusals by status, each with the codes that have it. */
function refusalsOf(codes: readonly ErrorCode[]): Json {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some
          .map((code) => `\`${code}\`: ${(ERRORS[code] as ErrorDefinition).sentence}`)
          .join('\n\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function webhookOf(schema: TSchema): Json {
  return {
    post: {
      summary:
        'Posted to webhooks of the gateway’s settings that want it, signed as Standard Webhooks 1.0 says.',
      security: [],
      requestBody: { content: { 'application/json': { schema: plain(schema) } } },
      responses: { '2XX': { description: 'Taken. Anything else is told again for a day; 410 ends it.' } },
    },
  };
}

/** What an object's schema says of its members. */
interface ObjectSchema {
  properties?: Record<string, TSchema>;
  required?: string[];
}

/** The members of an object's schema. */
export function membersOf(schema: TSchema | undefined): Record<string, TSchema> {
  const { properties = {} }: ObjectSchema = schema ?? {};
  return properties;
}

export function isRequired(schema: TSchema | undefined, name: string): boolean {
  const { required = [] }: ObjectSchema = schema ?? {};
  return required.includes(name);
}

/** A schema as plain JSON; named ones inside it are references. */
function plain(schema: TSchema, root: TSchema | null = null): unknown {
  const name = schema === root ? undefined : NAMED.get(schema);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== 'object' || value === null) return value;
    return plain(value, root);
  };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inside(value)]));
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457, with a code of the registry and at most the members that it names.',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', description: '`urn:smseal:error:` and the code.' },
    title: { type: 'string', description: 'Cause and mend in a sentence.' },
    status: { type: 'integer' },
    code: { type: 'string' },
  },
} as const;
