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
export { appendChain, type Appended, type AppendInput, type NewEntry } from './device/append-chain.ts';
export { entryHash } from './device/entry-octets.ts';
export { findEnded, type EndedDevice } from './device/find-ended.ts';
export { putInboundSession, type PutSessionInput } from './device/inbound-session.ts';
export { listInboundSessions } from './device/list-inbound-sessions.ts';
export { listDevices } from './device/list-devices.ts';
export { readGreeting, type Greeting } from './device/read-greeting.ts';
export { readSealedKeys } from './device/sealed-keys.ts';
export { readChainLength, readChainPage } from './device/stored-chain.ts';
export { backfill } from './keys/backfill.ts';
export { openKeyring } from './keys/open-keyring.ts';
export { KeyringError, type Keyring } from './keys/keyring.ts';
export type { Keys } from './keys/keys.ts';
export { writeEscrow } from './keys/escrow.ts';
export { keysProgram, type KeysSurroundings } from './keys/keys-program.ts';
export { exportKeyTable } from './keys/key-table.ts';
export { restoreKeyTable, type RestoredKeys } from './keys/restore-key-table.ts';
export { rotateKeys, type Rotated, type RotationStep } from './keys/rotate.ts';
export { startKeys } from './keys/start-keys.ts';
export { readLink, readPendingLinks, type Link } from './link/link-row.ts';
export { answerLink, refuseLink, revealLink } from './link/move-link.ts';
export { openLink, type OpenLinkInput } from './link/open-link.ts';
export { findDeviceByCredential, markSeen, type FoundDevice } from './device/find-device.ts';
export {
  findHolder,
  holderOf,
  lockHolder,
  storeHolder,
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
export { finishChange, noteChange, tryChange, type Detail } from './identity/change.ts';
export { finishKeyCode, noteKeyCode, tryKeyCode } from './identity/key-code.ts';
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
  type SignUpInput,
} from './identity/sign-up.ts';
export { sweepIdentity } from './identity/sweep.ts';
export { viewAccount, setRetention } from './account/account.ts';
export { closeAccount, erasedAt, wakeAccount } from './account/close-account.ts';
export { deleteAccount } from './account/delete-account.ts';
export { advanceErasure, type Eraser, type ErasureStep } from './erasure/advance-erasure.ts';
export {
  beginAccountErasure,
  beginPlannedErasure,
  planHash,
  type HandedPlan,
} from './erasure/begin-erasure.ts';
export type { Issuer } from './erasure/issue-certificate.ts';
export { isErasureToken, noteSearch, readErasure, type ErasureAsker } from './erasure/read-erasure.ts';
export { stageBatches } from './erasure/stage-batches.ts';
export { openSigningKey, type SigningKey } from './erasure/signing-key.ts';
export { advanceErasures, tidyErasures } from './erasure/tend-erasures.ts';
export { openVerifier, prepareVerifier } from './erasure/verifier-role.ts';
export { LeftOver } from './erasure/verify-erased.ts';
export { eraseClosed } from './erasure/erase-closed.ts';
export { ErasureError } from './erasure/erasure-error.ts';
export { openJournal, type Journal } from './erasure/journal.ts';
export { replayErasures, type Replayed, type ReplayInput } from './erasure/replay-erasures.ts';
export { requireReplayed, type RequireReplayedInput } from './erasure/require-replayed.ts';
export { beginSealing, readKeptKey } from './account/open-account.ts';
export { exportAccount, type ExportLine } from './account/export-account.ts';
export { listActivity, recordActivity, type Activity, type ActivityCursor } from './activity/activity.ts';
export { announceBlob, blobStatus, ORPHAN_MS, type AnnouncedBlob } from './blob/blobs.ts';
export type { BlobStore, ChunkName } from './blob/blob-store.ts';
export { PostgresBlobStore } from './blob/postgres-blob-store.ts';
export { cancelTexts, type CancelTextsInput } from './outbox/cancel-texts.ts';
export { cancelBatch, expireNextBatch, forgetLapsedLeases, type ExpiredBatch } from './outbox/end-batch.ts';
export {
  dueBatches,
  leaseBatches,
  releaseLease,
  renewLease,
  type LeaseClaim,
  type LeaseInput,
} from './outbox/lease.ts';
export { listBatches, type StoredBatches } from './outbox/list-batches.ts';
export { ownBatches, ownBatchesPage, type OwnBatches, type OwnBatchesInput } from './outbox/own-batches.ts';
export type { BatchesPosted, PostBatchesInput } from './outbox/new-batch.ts';
export { BatchPoster } from './outbox/batch-poster.ts';
export { postBatches } from './outbox/post-batches.ts';
export { pauseBatches, type BatchesPaused } from './outbox/pause-batches.ts';
export {
  postSegment,
  postSegments,
  type PostSegmentsInput,
  type SegmentsPosted,
} from './outbox/post-segments.ts';
export {
  countStates,
  readBatch,
  readStates,
  type BatchesAsker,
  type StatesRow,
  type StoredView,
} from './outbox/read-batch.ts';
export type { StoredBatch } from './outbox/stored-batch.ts';
export type { StoredSegment } from './outbox/stored-segment.ts';
export { grantPoolKeys, listPoolKeys, putPoolKeys, type PoolKeysInput } from './pool/pool-keys.ts';
export { companionSegments, type CompanionsInput } from './pool/companion-segments.ts';
export { companionsOf, listGateways, membersOf, targetsOf } from './pool/pools-of.ts';
export { putGatewaySettings, type PutSettingsInput } from './gateway/put-settings.ts';
export { listGatewaySettings, readGatewaySettings } from './gateway/read-settings.ts';
export { appendListSegment, type AppendListInput } from './list/append-list-segment.ts';
export { putListKeys, type PutListKeysInput } from './list/put-list-keys.ts';
export { listPage, readListKeys, readListPage, type ListRequest } from './list/read-list.ts';
export { currentEpoch } from './record/current-epoch.ts';
export { deleteRecords } from './record/delete-records.ts';
export { lockRecords } from './record/lock-records.ts';
export { feedPage, type ChangesRequest, type StoredChange } from './record/feed-sources.ts';
export { putRecords, type PutRecordsInput, type RecordsPut } from './record/put-records.ts';
export { readChanges, type StoredChanges } from './record/read-changes.ts';
export {
  countRecords,
  readRecordIds,
  readRecords,
  recordsByDay,
  type PageRequest,
  type RecordCursor,
} from './record/read-records.ts';
export { plainRows, readPlain } from './record/plain-page.ts';
export { headOf, takePlaces } from './record/sequence.ts';
export type { StoredRecord } from './record/stored-record.ts';
export { countOlder } from './retention/count-older.ts';
export { addUsage, readUsage, releaseUsage, type UsageAddition, type UsageFigure } from './usage/usage.ts';
export { retain, type Retained } from './retention/retain.ts';
export type { Tables } from './tables.ts';
