import { NotAMember } from '@smseal/client';
import { CodedError } from '@smseal/protocol';

/** Whether an error means that this device is one no longer. */
export function isOver(error: unknown): boolean {
  return error instanceof NotAMember || (error instanceof CodedError && error.code === 'unauthenticated');
}
