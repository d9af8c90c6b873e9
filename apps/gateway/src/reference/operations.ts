/** Every route of the send API, as its reference tells it. */
import { closed, Id, TEXT_STATES, type ApiScope, type ErrorCode } from '@smseal/protocol';
import { Type, type TSchema } from 'typebox';
import {
  BatchStates,
  ListMessages,
  Message,
  MessageList,
  MessageParams,
  MessagesAccepted,
  NameBatches,
  PostMessages,
  TextError,
  Timeline,
} from '../message/message-schema.ts';

/** One header of a request or an answer. */
interface Header {
  name: string;
  description: string;
}

export interface Operation {
  id: string;
  method: 'get' | 'post';
  /** With `{name}` for what is filled in. */
  path: string;
  scope: ApiScope;
  summary: string;
  description: string;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  status: number;
  answer: TSchema;
  requestHeaders: readonly Header[];
  answerHeaders: readonly Header[];
  errors: readonly ErrorCode[];
}

const QUOTA_HEADERS: readonly Header[] = [
  { name: 'RateLimit-Policy', description: 'What the API key may ask for: `q` in any `w` seconds.' },
  {
    name: 'RateLimit',
    description: 'What is left of it, `r`, and the seconds until all of it is there again, `t`.',
  },
];
const ALWAYS = ['unauthenticated', 'forbidden', 'rate-limited', 'unavailable'] as const;

export const OPERATIONS: readonly Operation[] = [
  {
    id: 'sendMessages',
    method: 'post',
    path: '/v1/messages',
    scope: 'send',
    summary: 'Send one text or many',
    description:
      'Takes a text to one number or up to 10,000. An answer with 202 means that the accepted texts are committed, sealed, to the server: they will be handed to a carrier, or their state says why not. Recipients who cannot be texted are told apart and hold up nobody else. A form (`application/x-www-form-urlencoded`) says the same as JSON, without fields.',
    body: PostMessages,
    status: 202,
    answer: MessagesAccepted,
    requestHeaders: [
      {
        name: 'Idempotency-Key',
        description:
          'Up to 255 characters of your choice. For a day the same request under the same key is answered as the first time and sent once; another request under it is refused.',
      },
    ],
    answerHeaders: [
      ...QUOTA_HEADERS,
      {
        name: 'RateLimit-Policy, RateLimit',
        description:
          'Where the gateway’s owner limits the texts of a day (UTC), `daily` says so of all API keys together. What is handed in beyond it is taken and waits for the next day; one-time codes leave all the same.',
      },
      { name: 'Idempotent-Replayed', description: '`true` where the texts had been taken before.' },
      { name: 'Location', description: 'Where the text is, if it is one.' },
    ],
    errors: [
      'malformed-body',
      'unsupported-media-type',
      'too-large',
      'invalid-request',
      'no-recipient',
      'sender-not-allowed',
      'unknown-webhook',
      'idempotency-conflict',
      'batch-expired',
      'storage-full',
      ...ALWAYS,
    ],
  },
  {
    id: 'listMessages',
    method: 'get',
    path: '/v1/messages',
    scope: 'read',
    summary: 'List texts',
    description: 'The texts of this API key, newest first.',
    query: ListMessages,
    status: 200,
    answer: MessageList,
    requestHeaders: [],
    answerHeaders: QUOTA_HEADERS,
    errors: ['invalid-request', ...ALWAYS],
  },
  {
    id: 'getStates',
    method: 'post',
    path: '/v1/messages/states',
    scope: 'read',
    summary: 'See where many texts are',
    description:
      'States of all texts of up to 100 batches of this API key: what to ask while a hundred thousand are on their way.',
    body: NameBatches,
    status: 200,
    answer: BatchStates,
    requestHeaders: [],
    answerHeaders: QUOTA_HEADERS,
    errors: ['malformed-body', 'unsupported-media-type', 'too-large', 'invalid-request', ...ALWAYS],
  },
  {
    id: 'cancelMessages',
    method: 'post',
    path: '/v1/messages/cancel',
    scope: 'cancel',
    summary: 'Stop many texts',
    description:
      'Stops those texts of up to 100 batches that have not begun to leave, and says where all of them are then.',
    body: NameBatches,
    status: 200,
    answer: BatchStates,
    requestHeaders: [],
    answerHeaders: QUOTA_HEADERS,
    errors: ['malformed-body', 'unsupported-media-type', 'too-large', 'invalid-request', ...ALWAYS],
  },
  {
    id: 'getMessage',
    method: 'get',
    path: '/v1/messages/{id}',
    scope: 'read',
    summary: 'See where a text is',
    description:
      'State and content of one text of this API key. Once nothing more is expected of its batch the gateway lets go of numbers and words; the state stays.',
    params: MessageParams,
    status: 200,
    answer: Message,
    requestHeaders: [],
    answerHeaders: QUOTA_HEADERS,
    errors: ['not-found', ...ALWAYS],
  },
  {
    id: 'getTimeline',
    method: 'get',
    path: '/v1/messages/{id}/timeline',
    scope: 'read',
    summary: 'Learn why a text went as it did',
    description:
      'How the text is encoded and why, the octets of each segment, the way out, everything that was reported of it, and what webhooks were told.',
    params: MessageParams,
    status: 200,
    answer: Timeline,
    requestHeaders: [],
    answerHeaders: QUOTA_HEADERS,
    errors: ['not-found', ...ALWAYS],
  },
  {
    id: 'cancelMessage',
    method: 'post',
    path: '/v1/messages/{id}/cancel',
    scope: 'cancel',
    summary: 'Stop a text',
    description: 'Stops a text that has not begun to leave. Stopping it again is no error.',
    params: MessageParams,
    status: 200,
    answer: Message,
    requestHeaders: [],
    answerHeaders: QUOTA_HEADERS,
    errors: ['already-left', 'not-found', ...ALWAYS],
  },
];

const Timestamp = Type.String({ format: 'date-time', description: 'When it happened.' });

const OfText = closed({
  message: Type.String({ description: 'The text’s id, as the send API gave it.' }),
  state: Type.Enum([...TEXT_STATES]),
  part: Type.Optional(closed({ k: Type.Integer(), n: Type.Integer() })),
  carrierId: Type.Optional(Type.String()),
  error: Type.Optional(TextError),
});

/** What is posted to webhooks, by its type. */
export const WEBHOOKS = {
  'message.state': closed({ type: Type.Literal('message.state'), timestamp: Timestamp, data: OfText }),
  'message.outcome': closed({ type: Type.Literal('message.outcome'), timestamp: Timestamp, data: OfText }),
  'message.received': closed({
    type: Type.Literal('message.received'),
    timestamp: Timestamp,
    data: closed({
      id: Id,
      from: Type.String(),
      to: Type.String(),
      text: Type.String(),
      connector: Type.String(),
    }),
  }),
} as const;

/** Schemas that have a name of their own in the reference. */
export const NAMED: ReadonlyMap<TSchema, string> = new Map<TSchema, string>([
  [PostMessages, 'SendRequest'],
  [MessagesAccepted, 'SendAnswer'],
  [Message, 'Message'],
  [MessageList, 'MessageList'],
  [NameBatches, 'NamedBatches'],
  [BatchStates, 'BatchStates'],
  [Timeline, 'Timeline'],
]);
