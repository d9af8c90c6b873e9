import { INVENTORY } from '@smseal/inventory';
import { pino, type DestinationStream, type Logger } from 'pino';

/** Every key that a log line may have: those that the inventory lists. Any other is dropped. */
const ALLOWED: ReadonlySet<string> = new Set(
  INVENTORY.filter(({ place }) => place === 'server-log').map(({ name }) => name),
);

/** The process's log: JSON lines to stderr, with the inventory's keys and nothing else. */
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
