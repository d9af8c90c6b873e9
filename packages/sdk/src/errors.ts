import type { RefusedRecipient, TextState } from './types.ts';

/** Codes that the send API refuses with; docs/reference/errors.md says what each means. Newer gateways may know more. */
export type ApiErrorCode =
  | 'malformed-body'
  | 'unsupported-media-type'
  | 'too-large'
  | 'invalid-request'
  | 'no-recipient'
  | 'sender-not-allowed'
  | 'unknown-webhook'
  | 'idempotency-conflict'
  | 'batch-expired'
  | 'storage-full'
  | 'unauthenticated'
  | 'forbidden'
  | 'rate-limited'
  | 'unavailable'
  | 'not-found'
  | 'already-left'
  | 'internal'
  | (string & {});

/** The body of a refusal (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ApiErrorCode;
  /** The field that is wrong. */
  at?: string;
  /** The scope that the API key lacks. */
  needs?: string;
  /** Of `no-recipient`: why of each recipient. */
  refused?: RefusedRecipient[];
  unusedFields?: string[];
  /** Of `already-left`. */
  state?: TextState;
}

/** The gateway has refused the request; nothing was sent. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly code: ApiErrorCode;
  /** HTTP status. */
  readonly status: number;
  readonly problem: Problem;
  /** How long the gateway asks to wait, ms; null where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, retryAfterMs: number | null = null) {
    super(problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The gateway did not answer, or not as it would: whether a request was taken is not known, and asking again is safe. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** What came to a webhook is not what the gateway signed, or is too old. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}
