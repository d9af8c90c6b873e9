/** What a line may say besides time, level and message; the inventory lists the same. Never content, numbers, keys or tokens. */
export const LOG_DETAILS = [
  'code',
  'reason',
  'detail',
  'connector',
  'state',
  'count',
  'webhook',
  'error',
] as const;
type Details = { [Name in (typeof LOG_DETAILS)[number]]?: unknown };

/** One line of the log. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, details?: Details) => void;

/** A log that writes JSON lines to stderr. */
export const logToStderr: Log = (level, message, details = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`);
};
