import { IMPERSONAL, ORDINARY, SECRET, type Entry } from '../vocabulary.ts';
import { listed } from './listed.ts';

const ON_MACHINE = {
  place: 'file',
  purpose: 'Running the service on this machine.',
  necessity: 'required',
  protection: 'clear',
  category: 'operation',
  retention: 'installation',
  rights: IMPERSONAL,
  recipients: ['none'],
} as const satisfies Partial<Entry>;

const OWN_POSTGRES = 'Only where the service brings its own PostgreSQL.';
const REHEARSING = 'Only where the installation rehearses with a made-up phone and carrier.';
const BY_START = 'Only where `smseal start` runs the service.';

/** Where `SMSEAL_KEYRING` does not name another folder. */
const KEYRING = {
  purpose: 'Closing what is erased in every copy of the database.',
  rights: SECRET,
  when: 'Where the keyring is not kept elsewhere.',
} as const;

const BACKED_UP = 'Only where the service makes backups of its own PostgreSQL.';
/** Where `SMSEAL_BACKUP_FOLDER` does not name another folder. */
const BACKUP = {
  purpose: 'Having again what a broken disk or a mistake has taken.',
  protection: 'encrypted',
  category: 'account',
  retention: 'backup-13d',
  rights: ORDINARY,
  when: 'Only where the service makes backups of its own PostgreSQL, and they are not kept elsewhere.',
} as const;

/** What lies below `SMSEAL_HOME`, where only its owner may write. The folders of devices have entries of their own. */
export const FILE_ENTRIES: readonly Entry[] = listed(ON_MACHINE, {
  'server-secret': {
    holds: 'The key under which one-time codes are digested.',
    purpose: 'Keeping codes from whoever copies the database.',
    rights: SECRET,
    when: 'Unless the secret is handed in by the environment.',
  },
  'keyring/index': {
    ...KEYRING,
    holds: 'The key under which e-mail addresses and numbers are digested.',
    purpose: 'Finding the account of whoever signs in, without the database holding who they are.',
  },
  'keyring/signing': {
    ...KEYRING,
    holds: 'The key that certificates of erasures are signed with.',
    purpose: 'Letting anybody check a certificate.',
  },
  'keyring/day.*': {
    ...KEYRING,
    holds:
      'The key of the day, which wraps every account’s key; destroyed when the next one has taken its place.',
  },
  'keyring/backup.*': {
    ...KEYRING,
    holds: 'The key under which a day’s backups are encrypted; destroyed when they have had their time.',
    purpose: 'Closing old backups wherever somebody has put them.',
    retention: 'backup-13d',
    when: 'Where the service makes backups, and the keyring is not kept elsewhere.',
  },
  'keyring/table.*': {
    ...KEYRING,
    holds: 'The accounts’ keys, wrapped, as they were at the last full hours; written over in its place.',
    purpose: 'Opening a restored database, but for what was erased since.',
    protection: 'wrapped',
    category: 'account',
    retention: 'account',
    when: 'From the first full hour on.',
  },
  'keyring/escrow': {
    ...KEYRING,
    holds: 'To whom the keyring’s escrow is sealed, and in which file it lies.',
    purpose: 'Keeping the keyring from being lost.',
    protection: 'public',
    when: 'Where the keyring has an escrow.',
  },
  'keyring/erasures/*': {
    ...KEYRING,
    holds:
      'Which accounts, devices and records were erased, and which devices removed, as random names, in a chain of digests.',
    purpose: 'Erasing again what a restored backup brings back.',
    retention: 'erasure-16d',
    when: 'Once something was erased, where the keyring is not kept elsewhere.',
  },
  'verify/backup.json': {
    holds: 'How the backups stand: the last copy, the last trial of one, and what failed.',
    purpose: 'Showing whether what is lost could be had again.',
    protection: 'public',
    when: BACKED_UP,
  },
  'backup/*/copy/*': {
    ...BACKUP,
    holds: 'Copies of the database’s files, encrypted; they open only with keys of the keyring.',
  },
  'backup/*/wal/*': {
    ...BACKUP,
    holds:
      'What changed in the database between the copies, encrypted; it opens only with keys of the keyring.',
  },
  'backup/journal': {
    ...BACKUP,
    holds: 'The journal of erasures, encrypted: random names, and nobody’s data.',
    purpose: 'Erasing again what a restored backup brings back, where the keyring was lost.',
    category: 'operation',
    retention: 'erasure-16d',
  },
  'verify/results.json': {
    holds: 'What the last trial of the claims said; it is public.',
    purpose: 'Showing on the trust page what holds.',
    protection: 'public',
    when: 'Once verifyd has tried them.',
  },
  'verify/trust.html*': {
    holds: 'The trust page with those results.',
    purpose: 'Showing on the trust page what holds.',
    protection: 'public',
    when: 'Once verifyd has tried them.',
  },
  'verify/account.json': {
    holds: 'The made-up person of the last trial, with the password, until that account is deleted.',
    purpose: 'Deleting it even when the trial was cut off.',
    rights: SECRET,
    when: 'Only while the claims are tried, or where a trial was cut off.',
  },
  'verify/run.pid': {
    holds: 'The number of the process that tries the claims.',
    purpose: 'Trying them once at a time.',
    when: 'Only while the claims are tried, or where a trial was cut off.',
  },
  'verify/stage/*': {
    holds: 'The made-up phone, carrier and devices of a trial, and the certificate of its server.',
    purpose: 'Trying what is claimed without anybody’s phone and at nobody’s cost.',
    rights: SECRET,
    when: 'Only while the claims are tried, or where a trial was cut off.',
  },
  'start.pid': {
    holds: 'The number of the process that runs the installation.',
    when: BY_START,
  },
  'running.json': {
    holds: 'Where the programs of the installation are reached, the database with its password.',
    purpose: 'Letting its keeper try the claims with one command.',
    rights: SECRET,
    when: BY_START,
  },
  'logs/*.log': {
    holds: 'The programs’ log lines, a file a day; what a line may say is listed key by key.',
    purpose: 'Finding out why the service fails or is slow.',
    retention: 'log-30d',
    when: BY_START,
  },
  'postgres/data/*': {
    holds: 'The database’s own files; its tables are listed column by column.',
    purpose: 'Keeping the database.',
    subjects: ['holder', 'staff', 'recipient'],
    category: 'account',
    retention: 'account',
    rights: ORDINARY,
    when: OWN_POSTGRES,
  },
  'postgres/unfinished/*': { holds: 'A database that is being made.', when: 'Only during the first start.' },
  'postgres/restoring*': {
    holds: 'A database that is restored from a backup.',
    category: 'account',
    retention: 'account',
    rights: ORDINARY,
    when: 'Only while it is restored, or where a restore was cut off.',
  },
  'postgres/trial*': {
    holds: 'A database that is restored from a backup for a trial, and then removed.',
    purpose: 'Trying whether what is lost could be had again.',
    category: 'account',
    retention: 'passing',
    rights: ORDINARY,
    when: 'Only while a backup is tried.',
  },
  'postgres/archive/*': {
    holds: 'Names of the database’s log files that the backups have, or had to do without.',
    purpose: 'Handing the log over to the backups.',
    when: BACKED_UP,
  },
  'postgres/handover': { holds: 'The database’s password.', when: 'Only during the first start.' },
  'postgres/password': {
    holds: 'The password with which our own programs enter the database.',
    rights: SECRET,
    when: OWN_POSTGRES,
  },
  'postgres/port': { holds: 'On which port the database listens.', when: OWN_POSTGRES },
  'postgres/program-*': { holds: 'PostgreSQL’s own programs.', when: OWN_POSTGRES },
  'rehearsal/*': {
    holds: 'Made-up texts, contacts and calls of nobody.',
    purpose: 'Trying everything out without a phone.',
    when: REHEARSING,
  },
});
