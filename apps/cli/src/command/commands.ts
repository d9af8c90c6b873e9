import type { Command } from './command.ts';

/** Every command by name, in the order in which help shows them. */
export const COMMANDS = {
  start: {
    usage: 'start',
    summary: 'starts everything on this machine: database, server, rehearsal phone and its agent',
    help: async () => (await import('../start/start-command.ts')).START_HELP,
    run: async (args) => (await import('../start/start-command.ts')).startCommand(args),
  },
  import: {
    usage: 'import FILE',
    summary: 'reads an SMS Backup & Restore file, seals it here and uploads it',
    help: async () => (await import('../import/import-command.ts')).IMPORT_HELP,
    run: async (args) => (await import('../import/import-command.ts')).importCommand(args),
  },
  send: {
    usage: 'send',
    summary: 'sends texts over a gateway: to a number, or to a whole table',
    help: async () => (await import('../send/send-command.ts')).SEND_HELP,
    run: async (args) => (await import('../send/send-command.ts')).sendCommand(args),
  },
  gateway: {
    usage: 'gateway',
    summary: 'starts a gateway: texts from your programs to your carrier, and back',
    help: async () => (await import('../gateway/gateway-command.ts')).GATEWAY_HELP,
    run: async (args) => (await import('../gateway/gateway-command.ts')).gatewayCommand(args),
  },
  keys: {
    usage: 'keys',
    summary: 'looks after the keys under which the database is encrypted',
    help: async () => (await import('../keys/keys-command.ts')).KEYS_HELP,
    run: async (args) => (await import('../keys/keys-command.ts')).keysCommand(args),
  },
  backup: {
    usage: 'backup',
    summary: 'copies the database, and says how its backups stand',
    help: async () => (await import('../backup/backup-command.ts')).BACKUP_HELP,
    run: async (args) => (await import('../backup/backup-command.ts')).backupCommand(args),
  },
  restore: {
    usage: 'restore',
    summary: 'makes the database from its backups, up to a moment, without what was erased since',
    help: async () => (await import('../backup/restore-command.ts')).RESTORE_HELP,
    run: async (args) => (await import('../backup/restore-command.ts')).restoreCommand(args),
  },
  erasures: {
    usage: 'erasures',
    summary: 'says how the erasure journal stands, and erases again in a restored database',
    help: async () => (await import('../erasures/erasures-command.ts')).ERASURES_HELP,
    run: async (args) => (await import('../erasures/erasures-command.ts')).erasuresCommand(args),
  },
  usage: {
    usage: 'usage',
    summary: 'shows how much the service is used, in figures that name nobody',
    help: async () => (await import('../usage/usage-command.ts')).USAGE_HELP,
    run: async (args) => (await import('../usage/usage-command.ts')).usageCommand(args),
  },
  carrier: {
    usage: 'carrier',
    summary: 'starts a made-up carrier that speaks SMPP, well or badly as it is told',
    help: async () => (await import('../carrier/carrier-command.ts')).CARRIER_HELP,
    run: async (args) => (await import('../carrier/carrier-command.ts')).carrierCommand(args),
  },
  verify: {
    usage: 'verify URL',
    summary: 'tries on a running service what its privacy policy claims',
    help: async () => (await import('../verify/verify-command.ts')).VERIFY_HELP,
    run: async (args) => (await import('../verify/verify-command.ts')).verifyCommand(args),
  },
  'verify-certificate': {
    usage: 'verify-certificate FILE',
    summary: 'checks a deletion certificate, without asking anybody',
    help: async () => (await import('../verify/verify-certificate-command.ts')).VERIFY_CERTIFICATE_HELP,
    run: async (args) =>
      (await import('../verify/verify-certificate-command.ts')).verifyCertificateCommand(args),
  },
} satisfies Record<string, Command>;
