import { TEXT_CLASSES, type TextClass } from '@smseal/policy';
import { Type, type Static } from 'typebox';

/** Most recipients of one request. */
export const MAX_RECIPIENTS = 10_000;
/** Most characters of one text: ten parts of Unicode and some. */
export const MAX_TEXT = 1_600;

const closed = { additionalProperties: false };
const Number = Type.String({ minLength: 1, maxLength: 40 });
const Fields = Type.Record(
  Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,39}$' }),
  Type.String({ maxLength: 400 }),
);

/** One recipient of many, with what the text says to them alone. */
export const Recipient = Type.Object({ to: Number, fields: Type.Optional(Fields) }, closed);
export type Recipient = Static<typeof Recipient>;

/** `POST /v1/messages`. */
export const PostMessages = Type.Object(
  {
    /** One number, or up to 10,000 recipients. */
    to: Type.Union([
      Number,
      Type.Array(Type.Union([Number, Recipient]), { minItems: 1, maxItems: MAX_RECIPIENTS }),
    ]),
    /** `{name}` stands for a recipient's field of that name; `{{` for a brace. */
    text: Type.String({ minLength: 1, maxLength: MAX_TEXT }),
    /** Number or name that it comes from; one that the gateway's settings allow. */
    from: Type.Optional(Type.String({ minLength: 1, maxLength: 15 })),
    class: Type.Optional(Type.Enum(Object.keys(TEXT_CLASSES) as TextClass[])),
    /** RFC 3339: not before this moment. */
    sendAt: Type.Optional(Type.String({ maxLength: 40 })),
    /** RFC 3339: what has not left by then never leaves; two days after `sendAt` unless said. */
    expiresAt: Type.Optional(Type.String({ maxLength: 40 })),
    /** Country of numbers without a prefix, ISO 3166-1 alpha-2. */
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    /** Replaces typographic characters where that makes fewer segments. */
    smartEncoding: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type PostMessages = Static<typeof PostMessages>;

/** How a text is encoded and counted. */
export interface TextCount {
  encoding: 'gsm7' | 'ucs2';
  segments: number;
}

export interface AcceptedMessage extends TextCount {
  /** `batch:index`. */
  id: string;
  /** E.164. */
  to: string;
}

export interface RefusedRecipient {
  /** Place in `to`, from 0. */
  index: number;
  reason: 'not-a-number' | 'duplicate' | 'missing-field' | 'suppressed' | 'too-long';
  /** The field that is missing. */
  field?: string;
}

export interface MessagesAccepted {
  accepted: AcceptedMessage[];
  refused: RefusedRecipient[];
  segments: number;
}
