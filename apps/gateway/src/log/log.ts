/** One line of the log. Details never hold content, numbers, keys or tokens. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details?: Record<string, unknown>,
) => void;

/** A log that writes JSON lines to stderr. */
export const logToStderr: Log = (level, message, details = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`);
};
