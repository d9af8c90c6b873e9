import { CodedError } from '@smseal/protocol';
import { SealError } from '@smseal/seal';
import { Unreachable } from '../api/api-client.ts';

const OVERTAKEN: ReadonlySet<string> = new Set([
  'list-conflict',
  'list-key-replaced',
  'version-conflict',
  'wrong-epoch',
]);

/** Somebody else wrote first: look again, then try again. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof CodedError && OVERTAKEN.has(error.code);
}

/** What was refused rang its alarm, and a gateway may be granted the list later: it is looked at again next time. */
export function unlessRefused(error: unknown): void {
  const waits = error instanceof CodedError && error.code !== 'unauthenticated';
  if (!waits && !(error instanceof SealError) && !(error instanceof Unreachable)) throw error;
}
