export { homeDirectory } from './embedded/home.ts';
export {
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from './embedded/embedded-postgres.ts';
export {
  inTransaction,
  openDatabase,
  type Database,
  type DatabaseOptions,
  type Transaction,
} from './connection/database.ts';
export { codedDatabaseError } from './connection/database-error.ts';
export { migrate, MIGRATIONS, readMigrations, type Migration } from './migration/migrate.ts';
export { findDeviceByCredential, markSeen, type FoundDevice } from './device/find-device.ts';
export type { Tables } from './tables.ts';
