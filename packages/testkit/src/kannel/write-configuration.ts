import path from 'node:path';
import type { KannelStore } from './start-kannel.ts';

interface Places {
  home: string;
  adminPort: number;
  boxPort: number;
  httpPort: number;
  smscPort: number;
  store: KannelStore;
  window: number;
  /** From 0, everything, to 4. */
  logLevel: number;
}

/**
 * Kannel's configuration for one carrier, as it is fastest: nothing limits its queues, and receipts are remembered in
 * memory. Groups end at an empty line.
 */
export function writeConfiguration(places: Places): string {
  const { home, adminPort, boxPort, httpPort, smscPort, store, window, logLevel } = places;
  const location = { none: null, file: 'kannel.store', spool: 'spool' }[store];
  const storing =
    location === null ? '' : `store-type = ${store}\nstore-location = "${path.join(home, location)}"\n`;
  return `group = core
admin-port = ${adminPort}
admin-password = bar
smsbox-port = ${boxPort}
log-level = ${logLevel}
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
sms-incoming-queue-limit = -1
sms-outgoing-queue-limit = -1
dlr-storage = internal
${storing}
group = smsc
smsc = smpp
smsc-id = sim
host = 127.0.0.1
port = ${smscPort}
transceiver-mode = true
smsc-username = "foo"
smsc-password = "bar"
system-type = ""
interface-version = 34
max-pending-submits = ${window}
enquire-link-interval = 30
wait-ack = 60
wait-ack-expire = 1
dest-addr-ton = 1
dest-addr-npi = 1

group = smsbox
smsbox-id = sb1
bearerbox-host = 127.0.0.1
sendsms-port = ${httpPort}
sendsms-chars = "0123456789 +-"
global-sender = 123
log-level = ${logLevel}
max-pending-requests = 2000

group = sendsms-user
username = u
password = p
max-messages = 10
concatenation = true

group = sms-service
keyword = default
max-messages = 0
text = "none"
`;
}
