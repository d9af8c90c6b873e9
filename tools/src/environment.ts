/** Every environment variable that a process of ours reads; `npm run docs` holds it against the sources both ways. */
export interface Variable {
  name: `SMSEAL_${string}`;
  fallback: string;
  meaning: string;
}

export const ENVIRONMENT: readonly Variable[] = [
  {
    name: 'SMSEAL_HOME',
    fallback: '`~/.smseal`; as root `/var/lib/smseal`',
    meaning: 'Folder of everything that an installation keeps.',
  },
  {
    name: 'SMSEAL_DATABASE_URL',
    fallback: 'embedded PostgreSQL',
    meaning: 'PostgreSQL to use in place of the embedded one.',
  },
  {
    name: 'SMSEAL_HOST',
    fallback: '`127.0.0.1`',
    meaning: 'Address that the server binds. Anything but loopback needs TLS.',
  },
  { name: 'SMSEAL_PORT', fallback: '`7070`', meaning: 'Port of the server.' },
  {
    name: 'SMSEAL_ORIGIN',
    fallback: '`http://localhost:7070`',
    meaning: 'Origin that browsers see: cookies, passkeys and the origin check follow it.',
  },
  {
    name: 'SMSEAL_SECRET',
    fallback: '`server-secret` in `SMSEAL_HOME`, made at first start',
    meaning:
      '32 random octets in base64url, the same for all servers of one database: one-time passwords are kept under them.',
  },
  {
    name: 'SMSEAL_KEYRING',
    fallback: '`file:` and the folder `keyring` in `SMSEAL_HOME`',
    meaning:
      'Where the keys lie that open the database: `file:` and the absolute path of a folder that all servers of one database share. It must have no history: no snapshots, no backups, no versions.',
  },
  {
    name: 'SMSEAL_BACKUP_FOLDER',
    fallback: '`backup` in `SMSEAL_HOME`',
    meaning: 'Folder of the backups, of this installation alone; best on another disk.',
  },
  {
    name: 'SMSEAL_BACKUP_HOURS',
    fallback: '`24`',
    meaning:
      'A full copy of the embedded PostgreSQL is made so often, in hours, 24 at most; `off`: none, and no change in between is kept.',
  },
  {
    name: 'SMSEAL_ARCHIVES',
    fallback: 'unset',
    meaning: '`1` makes the embedded PostgreSQL hand its log over to the backups; `smseal start` sets it.',
  },
  { name: 'SMSEAL_TLS_CERT', fallback: 'none', meaning: 'PEM file of the certificate chain.' },
  { name: 'SMSEAL_TLS_KEY', fallback: 'none', meaning: 'PEM file of the private key.' },
  {
    name: 'SMSEAL_NOTICE_URL',
    fallback: '`http://127.0.0.1:7080`; under `smseal start` the gateway, then that',
    meaning:
      'Where the server’s own notices go (`POST /v1/messages`): one URL, or several with commas between that are tried in order. A gateway takes them at `/notices`.',
  },
  {
    name: 'SMSEAL_NOTICE_TOKEN',
    fallback: 'none; `smseal start` makes one at each start',
    meaning: 'What the server shows to notice routes, and a gateway asks for: 32 random characters or more.',
  },
  {
    name: 'SMSEAL_NATS_URL',
    fallback: 'none: one process',
    meaning: 'NATS that connects several server processes.',
  },
  {
    name: 'SMSEAL_RELEASE_KEY',
    fallback: '`release.key` in the checkout, made at the first build',
    meaning:
      'Read by `npm run build`: file of the publisher’s key that signs the release, 32 octets as base64url.',
  },
  { name: 'SMSEAL_WEB_ROOT', fallback: '`apps/web/dist`', meaning: 'Folder of the built web app.' },
  {
    name: 'SMSEAL_TRUST_ROOT',
    fallback: 'none; under `smseal start` `verify` in `SMSEAL_HOME`',
    meaning: 'Folder of the trust page that shows what the last run of verifyd said.',
  },
  {
    name: 'SMSEAL_VERIFY_HOURS',
    fallback: '`6`',
    meaning: 'How often verifyd tries what is claimed of the service, in hours.',
  },
  { name: 'SMSEAL_SITE_ROOT', fallback: '`apps/site/dist`', meaning: 'Folder of the built public pages.' },
  {
    name: 'SMSEAL_CHROMIUM',
    fallback: 'where Chromium and Chrome usually are',
    meaning: 'The browser with which verifyd and `smseal verify` try what a browser keeps and asks for.',
  },
  {
    name: 'SMSEAL_SUPERVISED',
    fallback: 'unset',
    meaning: '`1` makes a process end when its standard input closes; `smseal start` sets it.',
  },
  { name: 'SMSEAL_CARRIER_PORT', fallback: '`7080`', meaning: 'Port of the rehearsal carrier.' },
  {
    name: 'SMSEAL_CARRIER_SMPP_PORT',
    fallback: '`2775`, or a free one when that is taken',
    meaning: 'Port of the rehearsal carrier for SMPP; its ready line names it as `smpp`.',
  },
  {
    name: 'SMSEAL_CARRIER_BEHAVIOUR',
    fallback: '`life`',
    meaning: 'How the rehearsal carrier behaves at first: `life`, `fast`, `rough`, `silent` or `throttling`.',
  },
  {
    name: 'SMSEAL_CARRIER_SMPP_URL',
    fallback: 'with `smseal start` the rehearsal carrier that it runs, else none',
    meaning:
      'Carrier (`smpp://systemId:password@host:port`) that a gateway uses while its settings name none.',
  },
  {
    name: 'SMSEAL_GATEWAY_HOME',
    fallback: '`SMSEAL_HOME/gateway`',
    meaning: 'Folder of the gateway’s keys; never holds a text.',
  },
  {
    name: 'SMSEAL_GATEWAY_HOST',
    fallback: '`127.0.0.1`',
    meaning:
      'Address that the gateway’s page and API listen on; of this machine, with a TLS proxy before it.',
  },
  { name: 'SMSEAL_GATEWAY_PORT', fallback: '`7060`', meaning: 'Port of the gateway’s page and API.' },
  {
    name: 'SMSEAL_GATEWAY_STATUS',
    fallback: 'unset',
    meaning: '`1` makes a gateway print where it stands every second; `smseal gateway` sets it.',
  },
  {
    name: 'SMSEAL_GATEWAY_ACCOUNT',
    fallback: 'asked for on its page',
    meaning: 'E-mail or mobile number of the account that a new gateway asks to be linked to.',
  },
  {
    name: 'SMSEAL_API_KEY',
    fallback: 'none',
    meaning: 'API key that `smseal send` uses where no `--key-file` is named.',
  },
  {
    name: 'SMSEAL_GATEWAY_URL',
    fallback: '`http://127.0.0.1:7060`',
    meaning: 'Gateway that `smseal send` hands texts to.',
  },
  { name: 'SMSEAL_REHEARSAL_PORT', fallback: '`7090`', meaning: 'Port of the rehearsal page and handset.' },
  {
    name: 'SMSEAL_REHEARSAL_SEED',
    fallback: '`2026`',
    meaning: 'What the rehearsal phone’s texts, contacts and calls are made from, when it is new.',
  },
  {
    name: 'SMSEAL_REHEARSAL_COUNTS',
    fallback: '`messages:5000,contacts:300,calls:400`',
    meaning: 'How much a new rehearsal phone holds.',
  },
  {
    name: 'SMSEAL_REHEARSAL_PACE',
    fallback: '`1`',
    meaning: 'How fast the rehearsal carrier and people answer: 1 as in life, 0 at once.',
  },
  {
    name: 'SMSEAL_SERVER_URL',
    fallback: '`http://localhost:7070`; under `smseal start` the origin',
    meaning: 'Server that the phone agent works for.',
  },
  {
    name: 'SMSEAL_REHEARSAL_URL',
    fallback: '`http://127.0.0.1:7090`',
    meaning: 'Handset that the phone agent reads and drives; on this machine only.',
  },
  {
    name: 'SMSEAL_PHONE_HOME',
    fallback: '`phone` in `SMSEAL_HOME`',
    meaning: 'Folder of the phone agent: its keys and its journal.',
  },
];
