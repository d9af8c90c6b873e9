import { ArchiveUnreadable, Unreachable } from '@smseal/client';
import { CodedError } from '@smseal/protocol';
import { SealError } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';
import type { Failure } from './wire.ts';

const UNEXPECTED =
  'Something failed inside this browser; reload the page, and if it happens again report it with this code.';

/** What seal's refusals mean to a person. */
const SEAL_SENTENCES: Readonly<Record<string, string>> = {
  'bad-secret-key': 'The secret key is mistyped; compare with your copy, group by group.',
  'wrong-secret-key': 'This is a secret key, but not the one of this account; look for the right copy.',
  'not-permitted': 'This device may not do that; use one that has the right to.',
  'unknown-device': 'This device is not one of the account’s devices; reload and look at the list again.',
  'removed-device': 'This device was removed and cannot be used any more; choose another one.',
  'blob-truncated': 'This attachment is incomplete; it cannot be opened.',
};

const SEAL_REFUSAL =
  'What the server sent was altered or does not fit what this browser knows, so it was refused; try again, and tell the operator the code if it stays.';

/** Any error as it crosses to the page. */
export function failureOf(error: unknown): Failure {
  if (error instanceof EngineError || error instanceof CodedError || error instanceof ArchiveUnreadable) {
    return { code: error.code, sentence: error.message };
  }
  if (error instanceof Unreachable) {
    return {
      code: 'unreachable',
      sentence: 'The server cannot be reached; check the connection and try again.',
    };
  }
  if (error instanceof SealError) {
    return { code: error.code, sentence: SEAL_SENTENCES[error.code] ?? SEAL_REFUSAL };
  }
  return { code: 'unexpected', sentence: UNEXPECTED };
}
