/** What went wrong, as a stable code; SPEC.md says which rule answers with which. */
export type SealErrorCode =
  | 'unknown-suite'
  | 'malformed'
  | 'wrong-key'
  | 'not-authentic'
  | 'unknown-epoch'
  | 'unknown-session'
  | 'bad-signature'
  | 'chain-broken'
  | 'chain-forked'
  | 'chain-shorter'
  | 'list-broken'
  | 'list-forked'
  | 'list-shorter'
  | 'no-day-key'
  | 'not-permitted'
  | 'unknown-device'
  | 'removed-device'
  | 'bad-secret-key'
  | 'wrong-secret-key'
  | 'commitment-mismatch'
  | 'digits-mismatch'
  | 'over-cutoff'
  | 'replayed'
  | 'too-old'
  | 'blob-truncated';

/** Every refusal of this room. Its message names the rule that was broken and never holds a key, a text or a number. */
export class SealError extends Error {
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode, message: string) {
    super(message);
    this.name = 'SealError';
    this.code = code;
  }
}
