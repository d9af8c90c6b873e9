/** Shapes of the send API. Their descriptions are what its reference says. */
import { HOLDS, TEXT_CLASSES, type Hold, type TextClass } from '@smseal/policy';
import { closed, Id, TEXT_STATES } from '@smseal/protocol';
import { Type, type Static } from 'typebox';

/** Most recipients of one request. */
export const MAX_RECIPIENTS = 10_000;
/** Most characters of one text: ten parts of Unicode and some. */
export const MAX_TEXT = 1_600;

export const Numeric = Type.String({ minLength: 1, maxLength: 40 });
const Fields = Type.Record(
  Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,39}$' }),
  Type.String({ maxLength: 400 }),
);
const Instant = (description: string) =>
  Type.String({ maxLength: 40, format: 'date-time', description: `${description} RFC 3339.` });

/** One recipient of many, with what the text says to them alone. */
export const Recipient = closed({
  to: Numeric,
  fields: Type.Optional(Fields),
});
export type Recipient = Static<typeof Recipient>;

/** `POST /v1/messages`. */
export const PostMessages = closed({
  to: Type.Union(
    [Numeric, Type.Array(Type.Union([Numeric, Recipient]), { minItems: 1, maxItems: MAX_RECIPIENTS })],
    {
      description:
        'One number, or up to 10,000 recipients, each with the fields that the text says to them alone.',
    },
  ),
  text: Type.String({
    minLength: 1,
    maxLength: MAX_TEXT,
    description: 'The text. `{name}` stands for a recipient’s field of that name, `{{` and `}}` for braces.',
  }),
  from: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 21,
      description:
        'Number or name that it comes from: one that the gateway’s settings name. The first of them unless given.',
    }),
  ),
  class: Type.Optional(
    Type.Enum(Object.keys(TEXT_CLASSES) as TextClass[], {
      description:
        'What the text is for: `transactional` unless given. One-time codes leave first, marketing last.',
    }),
  ),
  sendAt: Type.Optional(Instant('Not before this moment, at most a year ahead.')),
  expiresAt: Type.Optional(
    Instant('What has not left by then never leaves. Two days after the text may leave, unless given.'),
  ),
  country: Type.Optional(
    Type.String({
      pattern: '^[A-Z]{2}$',
      description: 'Country in which numbers without a prefix are read, ISO 3166-1 alpha-2.',
    }),
  ),
  smartEncoding: Type.Optional(
    Type.Boolean({
      description: 'Replaces typographic characters where that makes fewer segments; the answer says which.',
    }),
  ),
  webhook: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{22}$',
      description:
        'The one webhook of the gateway’s settings that hears of these texts; all that want to, unless given.',
    }),
  ),
  callback: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 2_048,
      description:
        'Where what becomes of these texts is posted, in place of webhooks. It must be at the origin of a webhook of the gateway’s settings, and is signed with its secret; of several at one origin `webhook` names the one.',
    }),
  ),
});
export type PostMessages = Static<typeof PostMessages>;

const MessageId = Type.String({
  pattern: '^[A-Za-z0-9_-]{22}:[0-9]{1,3}$',
  description: 'The text’s id: its batch and its place there.',
});
const Encoding = Type.Enum(['gsm7', 'ucs2'], {
  description: '`gsm7`: 160 characters in one segment, 153 in each of many. `ucs2`: 70 and 67.',
});
const Segments = Type.Integer({ minimum: 0, description: 'Parts that the carrier charges.' });

export const AcceptedMessage = closed({
  id: MessageId,
  to: Type.String({ description: 'E.164.' }),
  encoding: Encoding,
  segments: Segments,
});
export type AcceptedMessage = Static<typeof AcceptedMessage>;
/** How a text is encoded and counted. */
export type TextCount = Pick<AcceptedMessage, 'encoding' | 'segments'>;

/** Why one recipient gets no text, for people. */
export const REFUSAL_SENTENCES = {
  'not-a-number': 'This is no phone number; write it with + and the country’s code, or name the country.',
  'scientific-notation':
    'A spreadsheet has rounded this number, and its digits are lost; format the column as text and export it again.',
  duplicate: 'The same number stands earlier in this request, and gets one text.',
  'missing-field': 'The text names a field that this recipient does not have; it is named in `field`.',
  empty: 'Nothing would be written in the text.',
  'too-long': 'With this recipient’s fields the text is longer than 1,600 characters.',
  suppressed: 'This person has asked not to be texted.',
} as const;
export type RefusalReason = keyof typeof REFUSAL_SENTENCES;

export const RefusedRecipient = closed({
  index: Type.Integer({ minimum: 0, description: 'Place in `to`, from 0.' }),
  reason: Type.Enum(Object.keys(REFUSAL_SENTENCES) as RefusalReason[]),
  detail: Type.String({ description: 'The reason in words.' }),
  field: Type.Optional(Type.String({ description: 'The field that is missing.' })),
});
export type RefusedRecipient = Static<typeof RefusedRecipient>;

const Replaced = closed({
  character: Type.String(),
  replacement: Type.String(),
  times: Type.Integer({ minimum: 1 }),
});
export const SmartEncoding = closed({
  replaced: Type.Array(Replaced, { description: 'What was replaced, over all texts.' }),
  segmentsSaved: Type.Integer({ minimum: 0 }),
});
export type SmartEncoding = Static<typeof SmartEncoding>;

export const MessagesAccepted = closed({
  accepted: Type.Array(AcceptedMessage, { description: 'Committed, sealed, in the order of `to`.' }),
  refused: Type.Array(RefusedRecipient, { description: 'Recipients who get no text, each with its reason.' }),
  segments: Type.Integer({ minimum: 0, description: 'Of all accepted texts.' }),
  unusedFields: Type.Array(Type.String(), {
    description: 'Fields that recipients have and the text never names: mistyped ones, most often.',
  }),
  smartEncoding: Type.Optional(SmartEncoding),
});
export type MessagesAccepted = Static<typeof MessagesAccepted>;

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

export const TextError = closed({
  code: Type.String({ description: 'The carrier’s own code, or the gateway’s.' }),
  text: Type.String(),
});

/** `GET /v1/messages/{id}`. */
export const Message = closed({
  id: MessageId,
  state: Type.Enum([...TEXT_STATES]),
  to: orNull(Type.String(), 'E.164.'),
  from: orNull(Type.String(), 'Null for the connector’s own, too.'),
  text: orNull(Type.String()),
  reason: Type.Optional(
    Type.Literal('no-longer-held', {
      description:
        'Nothing more is expected of the text, so the gateway has let go of it; only the account’s devices can read it.',
    }),
  ),
  class: Type.Enum(Object.keys(TEXT_CLASSES) as TextClass[]),
  encoding: orNull(Encoding),
  segments: orNull(Segments),
  createdAt: orNull(Type.String({ format: 'date-time' })),
  changedAt: orNull(Type.String({ format: 'date-time' }), 'When it was last heard of.'),
  sentAt: orNull(Type.String({ format: 'date-time' }), 'When the carrier took all of it.'),
  sendAt: orNull(Type.String({ format: 'date-time' })),
  expiresAt: Type.String({ format: 'date-time' }),
  error: orNull(TextError),
});
export type Message = Static<typeof Message>;

/** `GET /v1/messages`. */
export const MessageList = closed({
  messages: Type.Array(Message),
  next: orNull(
    Type.String(),
    'Give it as `after` for older ones; null at the end. A page may be short and not the last.',
  ),
});
export type MessageList = Static<typeof MessageList>;

export const ListMessages = closed({
  after: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'Cursor: `next` of the page before.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 unless given.' })),
});

/** Most batches of one question. */
const MOST_NAMED = 100;

/** `POST /v1/messages/states` and `POST /v1/messages/cancel`. */
export const NameBatches = closed({
  batches: Type.Array(Id, {
    minItems: 1,
    maxItems: MOST_NAMED,
    uniqueItems: true,
    description: 'What stands before the `:` of texts’ ids. Up to 1,000 texts of one request share a batch.',
  }),
});
export type NameBatches = Static<typeof NameBatches>;

export const BatchStates = closed({
  batches: Type.Array(
    closed({
      batch: Id,
      states: Type.Array(Type.Enum([...TEXT_STATES]), {
        description: 'Of every text of the batch: the text `batch:2` is the third.',
      }),
    }),
    { description: 'Those that are there, and are this API key’s.' },
  ),
});
export type BatchStates = Static<typeof BatchStates>;

export const MessageParams = closed({ id: MessageId });

const ExplainedField = closed({
  name: Type.String(),
  value: Type.String(),
  means: Type.String({ description: 'What it says, in words.' }),
});
const TimelineEvent = closed({
  at: orNull(Type.String({ format: 'date-time' }), 'Null where nobody noted it.'),
  state: Type.Enum([...TEXT_STATES]),
  what: Type.String({ description: 'What happened, in words.' }),
  signed: Type.Boolean({
    description: 'Whether the sending device signed this; what it did not is the server’s word.',
  }),
  part: Type.Optional(closed({ k: Type.Integer(), n: Type.Integer() })),
  carrierId: Type.Optional(Type.String({ description: 'The carrier’s id of the text or its part.' })),
  error: Type.Optional(
    closed({
      ...TextError.properties,
      means: Type.String({ description: 'What it means, and what helps.' }),
    }),
  ),
  receipt: Type.Optional(
    closed({
      raw: Type.String({ description: 'The carrier’s receipt as it came.' }),
      fields: Type.Array(ExplainedField),
    }),
  ),
});
const Segment = closed({
  part: Type.Integer({ minimum: 1 }),
  text: Type.String(),
  octets: Type.Integer({ description: 'User data of this segment, its header included; at most 140.' }),
  userData: Type.String({ description: 'These octets in hexadecimal, as they go over the air.' }),
  fields: Type.Array(ExplainedField, { description: 'Of the PDU that it goes in.' }),
});

/** `GET /v1/messages/{id}/timeline`. */
export const Timeline = closed({
  id: MessageId,
  state: Type.Enum([...TEXT_STATES]),
  reason: Type.Optional(Type.Literal('no-longer-held')),
  outcome: Type.String({ description: 'What became of the text, in a sentence or two.' }),
  encoding: orNull(
    closed({
      name: Encoding,
      why: Type.String(),
      because: Type.Array(closed({ character: Type.String(), replacement: orNull(Type.String()) }), {
        description: 'Characters that no 7-bit alphabet of this carrier has, and what could stand for them.',
      }),
      replaced: Type.Array(Replaced, { description: 'What smart encoding has replaced in this text.' }),
    }),
  ),
  submission: orNull(
    closed({
      pdu: Type.Enum(['submit_sm', 'SMS-SUBMIT']),
      note: Type.String({ description: 'What of the PDUs is derived, and what is not known any more.' }),
    }),
  ),
  segments: Type.Array(Segment),
  route: closed({ gateway: Id, connector: Type.String(), name: Type.String(), why: Type.String() }),
  waiting: orNull(
    closed({
      why: Type.Enum([...(Object.keys(HOLDS) as Hold[]), 'carrier-away' as const]),
      what: Type.String({ description: 'The reason in words.' }),
      until: orNull(Type.String({ format: 'date-time' }), 'Null where the clock alone does not end it.'),
    }),
    'Why a text that has not begun to leave waits; null where it does not, or its turn has not come.',
  ),
  events: Type.Array(TimelineEvent, { description: 'In the order in which they were reported.' }),
  webhooks: Type.Array(
    closed({
      webhook: Id,
      attempt: Type.Integer({ minimum: 1 }),
      at: Type.String({ format: 'date-time' }),
      status: orNull(Type.Integer()),
      error: orNull(Type.String()),
      nextAt: orNull(Type.String({ format: 'date-time' })),
    }),
    { description: 'Attempts to tell webhooks, as far as this gateway remembers.' },
  ),
});
export type Timeline = Static<typeof Timeline>;
