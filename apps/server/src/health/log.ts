import { pino, type DestinationStream, type Logger } from 'pino';

/** Every key that a log line may have (the inventory has an entry for each). Any other is dropped. */
export const LOG_KEYS = [
  'level',
  'time',
  'msg',
  'reqId',
  'method',
  'route',
  'status',
  'ms',
  'error',
  'frames',
] as const;
const ALLOWED: ReadonlySet<string> = new Set(LOG_KEYS);

/** The process's log: JSON lines to stderr, with the keys above and nothing else. */
export function createLog(destination?: DestinationStream): Logger {
  return pino(
    {
      level: 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { bindings: onlyAllowed, log: onlyAllowed },
    },
    destination ?? pino.destination({ fd: 2, sync: false }),
  );
}

function onlyAllowed(line: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(line).filter(([key]) => ALLOWED.has(key)));
}
