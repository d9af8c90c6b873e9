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
export {
  findHolder,
  holderOf,
  lockHolder,
  storePassword,
  type Holder,
  type Identifier,
} from './identity/holder.ts';
export {
  countPasskeyUse,
  deletePasskey,
  findPasskey,
  listPasskeys,
  storePasskey,
  useChallenge,
  type Passkey,
} from './identity/passkey.ts';
export { finishReset, noteReset, tryReset, type ResetInput } from './identity/reset.ts';
export {
  endSession,
  endSessionByToken,
  endSessions,
  findSession,
  listSessions,
  startSession,
  touchSession,
  type SessionInput,
  type SessionLife,
  type SessionRow,
} from './identity/session.ts';
export {
  finishSignUp,
  noteSignUp,
  trySignUp,
  type NewAccount,
  type PendingCode,
  type SignUpInput,
} from './identity/sign-up.ts';
export { sweepIdentity } from './identity/sweep.ts';
export type { Tables } from './tables.ts';
