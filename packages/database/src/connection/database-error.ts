import { CodedError } from '@smseal/protocol';

/** SQLSTATE classes and codes under which the same request may succeed a little later. */
const UNAVAILABLE = [
  /^08/, // connection exception
  /^57P0/, // shutdown, crash, cannot connect now
  /^57014$/, // statement timeout
  /^25P03$/, // idle in transaction too long
  /^53300$/, // too many connections
];
const STORAGE_FULL = /^53100$/;
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
/** pg reports these without a code. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Query read timeout)/;

/** The registry's code for an error of the driver; null where the error is a defect of ours. */
export function codedDatabaseError(error: unknown): CodedError | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') {
    if (STORAGE_FULL.test(code)) return new CodedError('storage-full');
    if (SYSTEM.has(code) || UNAVAILABLE.some((pattern) => pattern.test(code)))
      return new CodedError('unavailable');
    return null;
  }
  if (error instanceof AggregateError && error.errors.some((one) => codedDatabaseError(one)))
    return new CodedError('unavailable');
  return MESSAGES.test(error.message) ? new CodedError('unavailable') : null;
}

/** A statement that took too long leaves its connection usable; whatever else is `unavailable` does not. */
export function endsConnection(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code !== '57014' && codedDatabaseError(error)?.code === 'unavailable';
}
