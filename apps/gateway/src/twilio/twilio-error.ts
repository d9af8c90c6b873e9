import { ERRORS, type CodedError, type ErrorCode } from '@smseal/protocol';
import type { RefusalReason, RefusedRecipient } from '../message/message-schema.ts';

/** A refusal in Twilio's shape; `status` is the HTTP status, too. */
export interface TwilioProblem {
  code: number;
  message: string;
  more_info: string;
  status: number;
}

/** A refusal that only this dialect knows. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError';
  readonly code: number;
  readonly status: number;
  constructor(code: number, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Twilio's numbers, from its dictionary of errors, for the codes that a caller of this dialect can meet. */
const CODES: Partial<Record<ErrorCode, { code: number; status?: number }>> = {
  unauthenticated: { code: 20003 },
  forbidden: { code: 20003 },
  'not-found': { code: 20404 },
  'rate-limited': { code: 20429 },
  'sender-not-allowed': { code: 21606, status: 400 },
  'unknown-webhook': { code: 21609, status: 400 },
  'already-left': { code: 30409 },
  'too-large': { code: 21617 },
};

/** The same for a recipient who gets no text. */
const RECIPIENT_CODES = {
  'not-a-number': 21211,
  'scientific-notation': 21211,
  duplicate: 21211,
  'missing-field': 21602,
  empty: 21602,
  'too-long': 21617,
  suppressed: 21610,
} as const satisfies Record<RefusalReason, number>;

/** Says a refusal in Twilio's words. */
export function toTwilioProblem(error: CodedError | TwilioError): TwilioProblem {
  if (error.name === 'TwilioError') {
    const { code, message, status } = error;
    return problemOf(code, message, status);
  }
  const { code, message, extra } = error;
  if (code === 'no-recipient') {
    const [refused] = extra['refused'] as RefusedRecipient[];
    return problemOf(RECIPIENT_CODES[refused?.reason ?? 'not-a-number'], refused?.detail ?? message, 400);
  }
  const { status } = ERRORS[code];
  const known = CODES[code];
  if (known) return problemOf(known.code, message, known.status ?? status);
  if (status >= 500) return problemOf(20_000 + status, message, status);
  const at = typeof extra['at'] === 'string' ? ` (${extra['at']})` : '';
  return problemOf(20001, message + at, 400);
}

function problemOf(code: number, message: string, status: number): TwilioProblem {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
