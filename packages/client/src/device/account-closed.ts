import { CodedError } from '@smseal/protocol';

/** How long a device that works on its own waits before it asks whether a closed account was woken, ms. */
export const CLOSED_WAIT_MS = 15_000;

/** Whether an error says that the account is closed: this device keeps what it has, and goes on once the account is woken. */
export function isAccountClosed(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'account-closed';
}
