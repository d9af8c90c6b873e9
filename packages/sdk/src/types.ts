/** What the send API takes and gives; docs/reference/send-api.md says what each member means. */

/** What a text is for. */
export type TextClass = 'one-time-code' | 'transactional' | 'marketing';

/** Where a text is. `unknown`: it may have left or not, and is not sent again. */
export type TextState =
  'queued' | 'leased' | 'submitted' | 'sent' | 'delivered' | 'failed' | 'expired' | 'cancelled' | 'unknown';

/** States that are the last. */
export const FINAL_STATES: ReadonlySet<TextState> = new Set<TextState>([
  'delivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
]);

export type Encoding = 'gsm7' | 'ucs2';

export interface Recipient {
  to: string;
  /** What `{name}` stands for in this recipient's text. */
  fields?: Record<string, string>;
}

export interface SendRequest {
  to: string | readonly (string | Recipient)[];
  text: string;
  from?: string;
  class?: TextClass;
  /** RFC 3339. */
  sendAt?: string;
  /** RFC 3339. */
  expiresAt?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  smartEncoding?: boolean;
  /** Id of a webhook of the gateway's settings. */
  webhook?: string;
  /** Told here in place of webhooks; at the origin of one of them. */
  callback?: string;
}

export interface AcceptedMessage {
  id: string;
  /** E.164. */
  to: string;
  encoding: Encoding;
  segments: number;
}

export type RefusalReason =
  | 'not-a-number'
  | 'scientific-notation'
  | 'duplicate'
  | 'missing-field'
  | 'empty'
  | 'too-long'
  | 'suppressed';

export interface RefusedRecipient {
  /** Place in `to`, from 0. */
  index: number;
  reason: RefusalReason;
  /** The reason in words. */
  detail: string;
  field?: string;
}

export interface SendAnswer {
  accepted: AcceptedMessage[];
  refused: RefusedRecipient[];
  segments: number;
  unusedFields: string[];
  smartEncoding?: {
    replaced: { character: string; replacement: string; times: number }[];
    segmentsSaved: number;
  };
}

export interface TextError {
  code: string;
  text: string;
}

export interface Message {
  id: string;
  state: TextState;
  to: string | null;
  from: string | null;
  text: string | null;
  /** The gateway has let go of numbers and words; only the account's devices can read them. */
  reason?: 'no-longer-held';
  class: TextClass;
  encoding: Encoding | null;
  segments: number | null;
  createdAt: string | null;
  changedAt: string | null;
  sentAt: string | null;
  sendAt: string | null;
  expiresAt: string;
  error: TextError | null;
}

export interface MessageList {
  messages: Message[];
  /** Cursor of older ones; null at the end. */
  next: string | null;
}

/** Where all texts of some batches are: the text `batch:2` is the third of its batch. */
export interface BatchStates {
  batches: { batch: string; states: TextState[] }[];
}

/** A field of a PDU or a receipt, and what it says. */
export interface ExplainedField {
  name: string;
  value: string;
  means: string;
}

export type WaitReason =
  | 'expired'
  | 'suppressed'
  | 'paused'
  | 'not-before'
  | 'daily-limit'
  | 'suppressions-unproven'
  | 'carrier-away';

export interface Timeline {
  id: string;
  state: TextState;
  reason?: 'no-longer-held';
  /** What became of the text, in a sentence or two. */
  outcome: string;
  encoding: {
    name: Encoding;
    why: string;
    because: { character: string; replacement: string | null }[];
    replaced: { character: string; replacement: string; times: number }[];
  } | null;
  /** PDUs are derived from the text; the note says what of them is not known any more. */
  submission: { pdu: 'submit_sm' | 'SMS-SUBMIT'; note: string } | null;
  segments: { part: number; text: string; octets: number; userData: string; fields: ExplainedField[] }[];
  route: { gateway: string; connector: string; name: string; why: string };
  /** Why a text that has not begun to leave waits. */
  waiting: { why: WaitReason; what: string; until: string | null } | null;
  events: {
    at: string | null;
    state: TextState;
    what: string;
    /** Whether the sending device signed this; what it did not is the server's word. */
    signed: boolean;
    part?: { k: number; n: number };
    carrierId?: string;
    error?: TextError & { means: string };
    receipt?: { raw: string; fields: ExplainedField[] };
  }[];
  webhooks: {
    webhook: string;
    attempt: number;
    at: string;
    status: number | null;
    error: string | null;
    nextAt: string | null;
  }[];
}

/** What a webhook is told, once its signature is verified. */
export type WebhookEvent =
  | {
      /** Every step of a text, or only how it ended: as the webhook was signed. */
      type: 'message.state' | 'message.outcome';
      timestamp: string;
      data: {
        message: string;
        state: TextState;
        part?: { k: number; n: number };
        carrierId?: string;
        error?: TextError;
      };
    }
  | {
      type: 'message.received';
      timestamp: string;
      data: { id: string; from: string; to: string; text: string; connector: string };
    };
