import type { Entry, Place } from '../vocabulary.ts';

/** Places in the order in which a reader meets them, each with its heading and what keeps it honest. */
export const PLACES = {
  database: { title: 'Database', held: 'On the service’s machine.' },
  file: { title: 'Files', held: 'Below `SMSEAL_HOME` on the service’s machine.' },
  queue: { title: 'Queues', held: 'Between the processes of the service.' },
  'server-log': { title: 'The server’s log', held: 'On the service’s machine.' },
  'gateway-log': { title: 'A gateway’s log', held: 'Where the gateway runs.' },
  'phone-log': { title: 'The phone’s log', held: 'On the phone.' },
  cookie: { title: 'Cookies', held: 'In the browser.' },
  'browser-storage': { title: 'Browser storage', held: 'In a browser that was linked.' },
  'phone-storage': { title: 'The phone’s folder', held: 'On the phone.' },
  'gateway-storage': { title: 'A gateway’s folder', held: 'Where the gateway runs.' },
  'command-line-storage': { title: 'The command line’s folder', held: 'On its user’s machine.' },
  'request-header': { title: 'Request headers', held: 'They pass.' },
  'response-header': { title: 'Answer headers', held: 'They pass.' },
  connection: { title: 'Connections', held: 'Who opens one, and to whom.' },
} as const satisfies Record<Place, { title: string; held: string }>;

/** The entries of a place, in the inventory's order. */
export function entriesOf(inventory: readonly Entry[], place: Place): Entry[] {
  return inventory.filter((entry) => entry.place === place);
}
