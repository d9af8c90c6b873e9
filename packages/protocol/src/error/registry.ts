/**
 * Every error that the API can answer: RFC 9457 `application/problem+json` with `type` = `urn:smseal:error:<code>`,
 * `code`, `title`, `status`, and at most the members named in `extra`. Codes are never reused.
 */
export interface ErrorDefinition {
  status: number;
  /** One public sentence with cause and mend. */
  sentence: string;
  /** Whether the same request may succeed later without a change. */
  retryable: boolean;
  /** Additional members of the problem, by name. */
  extra?: readonly string[];
}

export const ERRORS = {
  'invalid-request': {
    status: 422,
    sentence: 'The request does not match its schema; the field that is wrong is named in `at`.',
    retryable: false,
    extra: ['at'],
  },
  'malformed-body': {
    status: 400,
    sentence: 'The body could not be read as the media type it claims; send well-formed JSON.',
    retryable: false,
  },
  'unsupported-media-type': {
    status: 415,
    sentence: 'This media type is not accepted here; see the API reference for those that are.',
    retryable: false,
  },
  'too-large': {
    status: 413,
    sentence: 'The request is larger than allowed; send smaller batches.',
    retryable: false,
  },
  'not-found': {
    status: 404,
    sentence: 'There is nothing here; check the path and the id.',
    retryable: false,
  },
  'method-not-allowed': {
    status: 405,
    sentence: 'This method is not offered here; see the API reference.',
    retryable: false,
  },
  unauthenticated: {
    status: 401,
    sentence:
      'This needs a session, a device token or an API key that holds; sign in again, link the device again, or show a key that was not revoked.',
    retryable: false,
  },
  forbidden: {
    status: 403,
    sentence: 'This device or session may not do this; use one that has the capability named in `needs`.',
    retryable: false,
    extra: ['needs'],
  },
  'account-closed': {
    status: 403,
    sentence:
      'The account is closed and takes nothing; its holder can sign in and wake it until it is erased.',
    retryable: false,
  },
  'foreign-origin': {
    status: 403,
    sentence: 'The request comes from another origin; use the web app of this server.',
    retryable: false,
  },
  'insecure-transport': {
    status: 403,
    sentence: 'This server speaks plain HTTP on loopback only; use HTTPS.',
    retryable: false,
  },
  'rate-limited': {
    status: 429,
    sentence: 'Too many requests; wait as long as Retry-After says.',
    retryable: true,
  },
  'wrong-code': {
    status: 401,
    sentence: 'The code is wrong, used or older than ten minutes; ask for a new one.',
    retryable: false,
  },
  'wrong-credentials': {
    status: 401,
    sentence: 'Identifier and password do not match; check both, or reset the password.',
    retryable: false,
  },
  'wrong-passkey': {
    status: 401,
    sentence: 'The passkey could not be verified; try again or sign in another way.',
    retryable: false,
  },
  'last-sign-in-method': {
    status: 409,
    sentence: 'This is the last way to sign in; add another one first.',
    retryable: false,
  },
  'sign-in-method-needed': {
    status: 403,
    sentence: 'The one-time password must first be replaced by a password or a passkey.',
    retryable: false,
  },
  'sign-in-again': {
    status: 403,
    sentence: 'This needs a sign-in of the last fifteen minutes; sign in again and repeat it.',
    retryable: false,
  },
  'weak-password': {
    status: 422,
    sentence: 'The password is too easy to guess; use a longer one or a passkey.',
    retryable: false,
  },
  'version-conflict': {
    status: 409,
    sentence: 'The record has changed meanwhile; merge with the version in `current` and send the next one.',
    retryable: false,
    extra: ['record', 'current'],
  },
  'wrong-epoch': {
    status: 409,
    sentence: 'A newer epoch has begun; fetch the chain and seal again under it.',
    retryable: false,
    extra: ['epoch'],
  },
  'replayed-sequence': {
    status: 409,
    sentence: 'This author sequence was used already; continue above the one in `last`.',
    retryable: false,
    extra: ['last'],
  },
  'wrong-author': { status: 403, sentence: 'A device seals under its own name only.', retryable: false },
  'not-an-envelope': {
    status: 422,
    sentence: 'The octets are not an envelope of a known suite; seal the content first.',
    retryable: false,
    extra: ['record'],
  },
  'account-sealed': {
    status: 409,
    sentence:
      'This account is sealed, or is being sealed, and stays so; its devices seal what they hand over, and nobody else keeps its key.',
    retryable: false,
  },
  'account-open': {
    status: 409,
    sentence:
      'This account is open: its devices hand records over in plain, so that signing in is enough to read them.',
    retryable: false,
  },
  'plain-left': {
    status: 409,
    sentence: 'Records of this account are left that no device has sealed; seal them, then try again.',
    retryable: false,
  },
  'cursor-expired': {
    status: 410,
    sentence:
      'The cursor is older than the deletions still known; list ids again and start from the current head.',
    retryable: false,
  },
  'chain-conflict': {
    status: 409,
    sentence: 'The devices’ chain has grown meanwhile; fetch it and sign again on its head.',
    retryable: false,
    extra: ['length'],
  },
  'chain-invalid': {
    status: 422,
    sentence: 'The chain entry breaks a structural rule; the rule is named in `rule`.',
    retryable: false,
    extra: ['rule'],
  },
  'cutoffs-stale': {
    status: 409,
    sentence: 'Records arrived meanwhile; sign the epoch again with the author sequences in `authored`.',
    retryable: true,
    extra: ['authored'],
  },
  'keys-missing': {
    status: 422,
    sentence: 'The new epoch is not sealed to every device that reads, or to the root.',
    retryable: false,
    extra: ['recipient'],
  },
  'root-exists': {
    status: 409,
    sentence: 'This account has its root already; link this device or recover with the secret key.',
    retryable: false,
  },
  'root-missing': {
    status: 409,
    sentence: 'This account has no root yet; make the secret key first.',
    retryable: false,
  },
  'link-over': {
    status: 410,
    sentence:
      'This link has finished, was refused or is older than two minutes; start again on the new device.',
    retryable: false,
  },
  'link-state': {
    status: 409,
    sentence: 'The link is not at this step; read its state and go on from there.',
    retryable: false,
    extra: ['state'],
  },
  'link-busy': {
    status: 409,
    sentence: 'Another link of this account is pending; finish or refuse it first.',
    retryable: true,
  },
  'blob-incomplete': {
    status: 409,
    sentence: 'A blob that this record owns has not arrived whole; upload the missing chunks first.',
    retryable: false,
    extra: ['blob'],
  },
  'blob-conflict': {
    status: 409,
    sentence: 'A blob with this id and another shape exists; use a new id.',
    retryable: false,
  },
  'batch-conflict': {
    status: 409,
    sentence: 'A batch with this id and other content exists; use a new id.',
    retryable: false,
  },
  'batch-expired': {
    status: 409,
    sentence: 'The batch would expire before it could leave; send it with a later expiry.',
    retryable: false,
  },
  'unknown-target': {
    status: 422,
    sentence: 'The target is not a live device that can deliver.',
    retryable: false,
  },
  'api-key-revoked': {
    status: 403,
    sentence:
      'The gateway’s settings name this API key no more; take its texts back, and fetch the settings.',
    retryable: false,
    extra: ['apiKey'],
  },
  'unknown-pool-key': {
    status: 409,
    sentence:
      'This key of the pool is not there or must not be sealed to any more; ask for the pool’s keys again.',
    retryable: false,
  },
  'member-elsewhere': {
    status: 409,
    sentence: 'The gateway named in `record` is in another pool; take it out of that one first.',
    retryable: false,
    extra: ['record'],
  },
  'lease-lost': {
    status: 409,
    sentence: 'The lease has lapsed or was taken over; lease again before going on.',
    retryable: false,
  },
  'forbidden-transition': {
    status: 409,
    sentence: 'A text cannot go from its state to the one reported; the pair is named in `transition`.',
    retryable: false,
    extra: ['transition'],
  },
  'erasure-outdated': {
    status: 409,
    sentence:
      'The batch has changed since it was sealed anew, or texts of it may still leave; read it again and plan anew.',
    retryable: false,
    extra: ['batch'],
  },
  'erasure-conflict': {
    status: 409,
    sentence: 'An erasure with this id and another plan exists; use a new id.',
    retryable: false,
  },
  'erasure-unsigned': {
    status: 422,
    sentence:
      'What was handed in is not signed by the device that it names, or is of another erasure; sign it with that device’s key.',
    retryable: false,
  },
  'device-not-removed': {
    status: 409,
    sentence: 'The device is still one of the account’s; remove it first, then erase what was wrapped to it.',
    retryable: false,
  },
  'segment-conflict': {
    status: 409,
    sentence: 'A segment with this number and other content exists; continue above the number in `last`.',
    retryable: false,
    extra: ['last'],
  },
  'no-recipient': {
    status: 422,
    sentence: 'Nobody of this request can be texted; `refused` says of each recipient why.',
    retryable: false,
    extra: ['refused', 'unusedFields'],
  },
  'idempotency-conflict': {
    status: 409,
    sentence:
      'This Idempotency-Key was used in the last day for another request; use a new key for a new request.',
    retryable: false,
  },
  'carrier-refused': {
    status: 502,
    sentence: 'The carrier refused the text; its reason is in “reason”.',
    retryable: false,
    extra: ['reason'],
  },
  'sender-not-allowed': {
    status: 422,
    sentence: 'The carrier does not accept this sender; use one that the gateway’s settings name, or none.',
    retryable: false,
    extra: ['at'],
  },
  'unknown-webhook': {
    status: 422,
    sentence: 'The gateway’s settings name no such webhook for what becomes of texts; sign it there first.',
    retryable: false,
    extra: ['at'],
  },
  'already-left': {
    status: 409,
    sentence: 'The text has left or is leaving, so it cannot be stopped; its state is in `state`.',
    retryable: false,
    extra: ['state'],
  },
  'list-conflict': {
    status: 409,
    sentence: 'The list has grown meanwhile; read on to the end that `head` tells and sign again on it.',
    retryable: false,
    extra: ['head'],
  },
  'list-key-replaced': {
    status: 409,
    sentence: 'The list has another key now; fetch its keys and seal again under version `current`.',
    retryable: false,
    extra: ['current'],
  },
  'list-invalid': {
    status: 422,
    sentence: 'The segment would break the list; the rule is named in `rule`.',
    retryable: false,
    extra: ['rule'],
  },
  unavailable: {
    status: 503,
    sentence: 'The service cannot reach its database; wait and try again, nothing was changed.',
    retryable: true,
  },
  'storage-full': {
    status: 507,
    sentence: 'The server’s disk is full; wait and try again, nothing was changed.',
    retryable: true,
  },
  internal: {
    status: 500,
    sentence:
      'Something failed on our side; nothing was changed. Try again, and tell the operator the request id.',
    retryable: true,
    extra: ['request'],
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

/** The body of every refused request. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  [extra: string]: unknown;
}

/** Builds the problem of a code. */
export function problem(code: ErrorCode, extra: Record<string, unknown> = {}): Problem {
  const { status, sentence } = ERRORS[code];
  return { type: `urn:smseal:error:${code}`, title: sentence, status, code, ...extra };
}

/** What domain code throws: a code of the registry, never an HTTP status. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly extra: Record<string, unknown>;
  constructor(code: ErrorCode, extra: Record<string, unknown> = {}) {
    super(ERRORS[code].sentence);
    this.code = code;
    this.extra = extra;
  }
}
