import { ERRORS, type ErrorCode } from '@smseal/protocol';
import type { TSchema } from 'typebox';
import { REFUSAL_SENTENCES } from '../message/message-schema.ts';
import type { Block } from './blocks.ts';
import { isRequired, membersOf } from './openapi.ts';
import { NAMED, OPERATIONS, WEBHOOKS, type Operation } from './operations.ts';

/** The reference of the send API, page of the docs and of the gateway. */
export function describeApi(): Block[] {
  return [
    heading(1, 'Send API'),
    paragraph(
      'Programs send texts over a gateway at its own address, `http://127.0.0.1:7060` unless configured, with an API key that the account’s owner has signed: `Authorization: Bearer smseal_…`. An API key sees what was sent with it, and nothing else. The same as OpenAPI 3.1 is `/reference/send-api.json` on the gateway.',
    ),
    code(
      `curl http://127.0.0.1:7060/v1/messages \\\n  -H "authorization: Bearer $API_KEY" \\\n  -H 'idempotency-key: "order 4711"' \\\n  --json '{"to": "+447700900123", "text": "Your table is ready."}'`,
    ),
    ...OPERATIONS.flatMap(describeOperation),
    heading(2, 'Why a recipient is refused'),
    table(
      ['reason', 'meaning'],
      Object.entries(REFUSAL_SENTENCES).map(([reason, sentence]) => [mark(reason), sentence]),
    ),
    heading(2, 'Webhooks'),
    paragraph(
      'Webhooks of the gateway’s settings are posted JSON, signed as Standard Webhooks 1.0 says: `webhook-id`, `webhook-timestamp`, `webhook-signature`. Events of one text come in order, each at least once; the id tells repeats. A request’s `callback` is posted and signed in the same way, by the secret of the webhook at whose origin it is; it hears of what has become of a text and not of its parts.',
    ),
    ...Object.entries(WEBHOOKS).flatMap(([name, schema]) => [
      heading(3, mark(name)),
      fieldsOf(membersOf(schema)['data'] as TSchema),
    ]),
    heading(2, 'Twilio’s dialect'),
    paragraph(
      'Programs written for Twilio’s Messages resource need another host and nothing else. The account is `AC` and the account’s id in hexadecimal, the user name `SK` and the API key’s id in hexadecimal, the password the API key’s secret. Texts can be created, fetched, listed and stopped (`Status=canceled`). `StatusCallback` may lead to the origin of a webhook of the gateway’s settings; `X-Twilio-Signature` is made with that webhook’s secret, `whsec_…`, in place of an auth token. Pictures, content templates and changing a body are refused.',
    ),
  ];
}

function describeOperation(operation: Operation): Block[] {
  const { method, path, summary, description, scope, params, query, body, requestHeaders } = operation;
  const { status, answer, answerHeaders, errors } = operation;
  const headers = (some: Operation['requestHeaders']) =>
    some.map((header) => [mark(header.name), header.description]);
  const given = [params, query, body].filter((schema) => schema !== undefined);
  return [
    heading(2, summary),
    code(`${method.toUpperCase()} ${path}`),
    paragraph(`${description} Needs the scope \`${scope}\`.`),
    ...given.map((schema) => fieldsOf(schema)),
    ...(requestHeaders.length > 0 ? [table(['header', 'meaning'], headers(requestHeaders))] : []),
    heading(3, `Answer: ${status}`),
    fieldsOf(answer),
    table(['header', 'meaning'], headers(answerHeaders)),
    heading(3, 'Refusals'),
    table(['code', 'status', 'meaning'], errors.map(errorRow)),
  ];
}

function errorRow(code: ErrorCode): string[] {
  return [mark(code), String(ERRORS[code].status), ERRORS[code].sentence];
}

function fieldsOf(schema: TSchema): Block {
  const rows = Object.entries(membersOf(schema)).map(([name, member]) => [
    mark(name),
    typeOf(member),
    isRequired(schema, name) ? '' : 'may be left out',
    descriptionOf(member),
  ]);
  return table(['member', 'type', '', 'meaning'], rows);
}

interface Described {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: TSchema[];
  items?: TSchema;
  format?: string;
  description?: string;
}

/** The kind of a value, in few words. */
function typeOf(schema: TSchema): string {
  const name = NAMED.get(schema);
  if (name !== undefined) return name;
  const { type, const: only, enum: some, anyOf, items, format } = schema as Described;
  if (only !== undefined) return mark(String(only));
  if (some) return some.map((value) => mark(String(value))).join(', ');
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (type === 'array' && items) return `list of ${typeOf(items)}`;
  if (type === 'object') {
    const members = Object.keys(membersOf(schema));
    return members.length > 0 ? `object (${members.map(mark).join(', ')})` : 'object';
  }
  return format === 'date-time' ? 'time' : (type ?? 'anything');
}

function descriptionOf(schema: TSchema): string {
  const { description, items } = schema as Described;
  return description ?? (items ? descriptionOf(items) : '');
}

const mark = (text: string): string => `\`${text}\``;
const heading = (level: 1 | 2 | 3, text: string): Block => ({ block: 'heading', level, text });
const paragraph = (text: string): Block => ({ block: 'paragraph', text });
const code = (text: string): Block => ({ block: 'code', text });
const table = (head: string[], rows: string[][]): Block => ({ block: 'table', head, rows });
