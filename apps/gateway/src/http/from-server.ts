import { Unreachable } from '@smseal/client';
import { CodedError, type ErrorCode } from '@smseal/protocol';
import { SealError } from '@smseal/seal';

/** What the server says to the gateway that is also true for the gateway's own caller. */
const PASSED_ON: ReadonlySet<ErrorCode> = new Set(['not-found', 'batch-expired', 'storage-full']);

const AGAIN_S = 5;

/**
 * Waits for the server's answer. A refusal that is the gateway's own affair (its token, its epoch) is no affair of its
 * caller, who may try again. @throws CodedError.
 */
export async function fromServer<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CodedError && PASSED_ON.has(error.code)) throw error;
    // The server has seen newer settings than this gateway: its caller's key opens nothing any more.
    if (error instanceof CodedError && error.code === 'api-key-revoked')
      throw new CodedError('unauthenticated');
    if (error instanceof CodedError || error instanceof Unreachable || error instanceof SealError)
      throw new CodedError('unavailable', { retryAfter: AGAIN_S });
    throw error;
  }
}
