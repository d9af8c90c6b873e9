import { CodedError } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { Identity } from './identity.ts';

/** What can be wrong about somebody's proof. */
export type Failure = 'wrong-code' | 'wrong-credentials' | 'wrong-passkey';

/** Notes a failed proof in the operator's log, without any word about whose it was. @returns the error to throw. */
export function failed({ deps }: Identity, request: FastifyRequest, code: Failure): CodedError {
  deps.log.warn({ reqId: request.id, error: code }, 'a sign-in failed');
  return new CodedError(code);
}
