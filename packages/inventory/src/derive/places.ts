import type { Entry, Place } from '../vocabulary.ts';

/** Public pages that show what is held. */
type PublicPage = 'privacy' | 'cookies';

/** Places in the order in which a reader meets them, each with its heading, and the public page that shows it. */
export const PLACES = {
  database: { title: 'Database', held: 'On the service’s machine.', page: 'privacy' },
  'open-record': {
    title: 'Records of open accounts',
    held: 'In the database’s `record.envelope`, of accounts without a secret key. In sealed accounts the same is sealed.',
    page: 'privacy',
  },
  file: { title: 'Files', held: 'Below `SMSEAL_HOME` on the service’s machine.', page: 'privacy' },
  queue: { title: 'Queues', held: 'Between the processes of the service.', page: null },
  'server-log': { title: 'The server’s log', held: 'On the service’s machine.', page: 'privacy' },
  'gateway-log': { title: 'A gateway’s log', held: 'Where the gateway runs.', page: 'privacy' },
  'phone-log': { title: 'The phone’s log', held: 'On the phone.', page: 'privacy' },
  cookie: { title: 'Cookies', held: 'In the browser.', page: 'cookies' },
  'browser-storage': { title: 'Browser storage', held: 'In a browser that was linked.', page: 'cookies' },
  'phone-storage': { title: 'The phone’s folder', held: 'On the phone.', page: 'privacy' },
  'gateway-storage': { title: 'A gateway’s folder', held: 'Where the gateway runs.', page: 'privacy' },
  'command-line-storage': {
    title: 'The command line’s folder',
    held: 'On its user’s machine.',
    page: 'privacy',
  },
  'request-header': { title: 'Request headers', held: 'They pass.', page: null },
  'response-header': { title: 'Answer headers', held: 'They pass.', page: null },
  connection: { title: 'Connections', held: 'Who opens one, and to whom.', page: null },
} as const satisfies Record<Place, { title: string; held: string; page: PublicPage | null }>;

/** The entries of a place, in the inventory's order. */
export function entriesOf(inventory: readonly Entry[], place: Place): Entry[] {
  return inventory.filter((entry) => entry.place === place);
}

/** The places that a public page shows, in their order. */
export function placesOn(page: PublicPage): Place[] {
  return (Object.keys(PLACES) as Place[]).filter((place) => PLACES[place].page === page);
}
