export { sealAllRecords, type SealAccountOptions } from './account/seal-account.ts';
export { alarmOf, ALARMS, type Alarm, type AlarmBell, type AlarmCode } from './alarm/alarm.ts';
export { ApiClient, Unreachable, type ApiOptions, type ApiRequest, type How } from './api/api-client.ts';
export { backOffMs, pause, type BackOff } from './api/back-off.ts';
export { ServerClock } from './api/server-clock.ts';
export { Wakeable } from './api/wakeable.ts';
export { mapCall } from './android/call-row.ts';
export { mapContacts, pictureType, type MappedContact } from './android/contact-rows.ts';
export { messageIdentity, type MessageIdentity } from './android/message-identity.ts';
export { mapMms, ownNumbersOf, type MappedMms, type MmsMedia, type MmsRows } from './android/mms-row.ts';
export { UNKNOWN_PARTY, type RowContext, type Skipped } from './android/row-context.ts';
export { integerOf, textOf, timeMsOf } from './android/row-values.ts';
export { mapSms } from './android/sms-row.ts';
export { fetchBlob } from './blob/fetch-blob.ts';
export { storeBlob } from './blob/store-blob.ts';
export { mergeConversation } from './conversation/merge-conversation.ts';
export { CLOSED_WAIT_MS, isAccountClosed } from './device/account-closed.ts';
export { appendChain, getChain, getDevices, getKeys } from './device/chain-api.ts';
export { listInboundSessions, postInboundSession } from './device/inbound-session-api.ts';
export type { DeviceIdentity, KeyStore } from './device/key-store.ts';
export {
  Membership,
  NotAMember,
  type MembershipOptions,
  type MembershipState,
  type MembershipStore,
} from './device/membership.ts';
export { getErasure, postErasure, postErasureSearch } from './erasure/erasure-api.ts';
export { getGatewaySettings, listGatewaySettings, putGatewaySettings } from './gateway/gateway-api.ts';
export { SettingsKeeper, type SettingsKeeperOptions, type SettingsStore } from './gateway/settings-keeper.ts';
export { replayOf, type ObeyedPin, type SettingsPin } from './gateway/settings-pin.ts';
export { listCompanions, listPoolKeys, postPoolGrants, postPoolKeys } from './pool/pool-api.ts';
export { PoolSealer, sealableKeys } from './pool/pool-sealer.ts';
export { ListKeeper, type ListKeeperOptions } from './list/list-keeper.ts';
export type { ListContents, ListPin, ListStore } from './list/list-store.ts';
export { SuppressionSet, type SuppressionState } from './list/suppression-set.ts';
export { listLinks, refuseLink } from './link/link-api.ts';
export { LinkEnded, linkNewDevice, type NewLinkOptions, type NewLinkStep } from './link/new-device-link.ts';
export { TrustedLink, type TrustedLinkOptions } from './link/trusted-link.ts';
export { LiveConnection, type LiveEnd, type LiveListener, type LiveOptions } from './live/live-connection.ts';
export { DirectExchange, type DirectExchangeOptions } from './live/direct-exchange.ts';
export { LiveExchange, type LiveExchangeOptions } from './live/live-exchange.ts';
export { applyEvent, expandBatch, type OutgoingText } from './outbox/expand-batch.ts';
export { hasExpired, REMEMBER_AFTER_EXPIRY_MS } from './outbox/expiry.ts';
export { LeaseLoop, type Courier, type HandedOver, type LeaseLoopOptions } from './outbox/lease-loop.ts';
export {
  cancelBatch,
  cancelTexts,
  getBatch,
  getStateCounts,
  getStates,
  leaseBatches,
  listOwnBatches,
  pauseBatches,
  postBatch,
  postRequests,
  postSegment,
  postSegments,
  releaseLease,
  renewLease,
  resumeBatches,
} from './outbox/outbox-api.ts';
export type { OutboxMemory, RememberedBatch, Report, TextKey } from './outbox/outbox-memory.ts';
export { Reporter } from './outbox/reporter.ts';
export { parseTemplate, type Template } from './recipients/merge-fields.ts';
export type { FileEncoding } from './recipients/octet-decoder.ts';
export type { Delimiter } from './recipients/parse-row.ts';
export {
  fieldNames,
  looksLikeNumber,
  ROWS_TO_TELL,
  tellColumns,
  type TableColumns,
} from './recipients/table-columns.ts';
export {
  TableReader,
  type RowProblem,
  type TableReaderOptions,
  type TableRow,
} from './recipients/table-reader.ts';
export { makeRecords } from './record/make-records.ts';
export { deleteRecords, listChanges, listRecordIds, listRecords, putRecords } from './record/record-api.ts';
export { RecordWriter, type RecordChange, type RecordWriterOptions } from './record/record-writer.ts';
export { Uploader, type Conflict, type UploaderOptions, type UploadQueue } from './record/uploader.ts';
export type { SequenceStore } from './sequence/sequence-store.ts';
export type { PhoneSource, SourceCapabilities } from './source/phone-source.ts';
export type {
  AgentStatus,
  BatteryState,
  CallState,
  NotificationState,
  ProviderDevice,
  ProviderEvent,
  ProviderQuery,
  ProviderRow,
  ProviderRows,
  ProviderSend,
  ProviderSendAnswer,
  ProviderSim,
} from './source/provider-door.ts';
export { FeedRefused, SyncEngine, type SyncOptions } from './sync/sync-engine.ts';
export {
  emptyStep,
  type FirstReading,
  type OpenedBatch,
  type OpenedRecord,
  type OpenedSegment,
  type RefusedItem,
  type SyncCursor,
  type SyncStep,
  type SyncStore,
} from './sync/sync-store.ts';
export {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type Archived,
  type ArchivedAttachment,
  type ArchivedCall,
  type ArchivedContact,
  type ArchivedConversation,
  type ArchivedMessage,
  type ArchivedSetting,
  type ArchiveEntry,
  type ArchiveManifest,
} from './archive/archive-format.ts';
export {
  ARCHIVE_INDEX,
  ArchiveUnreadable,
  readArchive,
  type ArchiveIndexFile,
  type ReadArchive,
} from './archive/read-archive.ts';
export { writeArchive, type ArchiveSource, type MessageToArchive } from './archive/write-archive.ts';
