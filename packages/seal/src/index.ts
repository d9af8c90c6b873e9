export { SealError, type SealErrorCode } from './seal-error.ts';
export type { Octets } from './octets/octets.ts';
export { randomId } from './primitive/random.ts';
export {
  formatSecretKey,
  generateSecretKey,
  parseSecretKey,
  secretKeyLastGroup,
} from './secret-key/secret-key.ts';
export { deriveRoot, type RootKeys } from './secret-key/root-keys.ts';
export {
  describeDevice,
  exportDeviceKeys,
  generateDeviceKeys,
  importDeviceKeys,
  newCredential,
  type DeviceKeys,
  type StoredDeviceKeys,
} from './device/device-keys.ts';
export { chainPin, type Chain, type ChainDevice, type ChainEpoch, type ChainPin } from './device/chain.ts';
export { entryHash } from './device/chain-entry.ts';
export { extendChain, verifyChain } from './device/verify-chain.ts';
export { createAccountRoot, type CreateAccountRootInput } from './device/create-account-root.ts';
export { admitDevice, type AdmitDeviceInput } from './device/admit-device.ts';
export { removeDevices, type RemoveDevicesInput } from './device/remove-devices.ts';
export {
  InboundWriter,
  verifyInboundSession,
  type OpenedSession,
  type OpenWriterInput,
} from './device/inbound-session.ts';
export { deriveEpoch, generateEpochSecret, generateIdKey, type EpochKeys } from './epoch/derive-epoch.ts';
export {
  exportKeyring,
  importKeyring,
  openKeyring,
  type Keyring,
  type StoredKeyring,
} from './epoch/keyring.ts';
export { openKey, sealKeyTo, type KeySlot, type SealKeyInput } from './epoch/sealed-key.ts';
export { startEpoch, type ChainAct, type StartEpochInput } from './epoch/start-epoch.ts';
export {
  inspectWithSecretKey,
  recoverWithSecretKey,
  type InspectInput,
  type Inspection,
  type RecoverInput,
} from './recovery/recover.ts';
export { replaceSecretKey, type ReplaceSecretKeyInput } from './recovery/replace-secret-key.ts';
export { resealBatch, type ResealBatchInput, type Resealed } from './erasure/reseal-batch.ts';
export { CertificateRefused, verifyCertificate } from './erasure/verify-certificate.ts';
export { planDigest, signPlan, signSearch } from './erasure/sign-erasure.ts';
export {
  openRelease,
  publisherKeys,
  releaseDigest,
  signRelease,
  type ReleasePin,
} from './release/release.ts';
export { pad } from './envelope/padding.ts';
export { plainRecord } from './record/plain-record.ts';
export {
  sealRecord,
  sealRecords,
  type ClearFields,
  type PlainRecordInput,
  type RecordHead,
  type SealRecordInput,
} from './record/seal-record.ts';
export {
  openRecord,
  openRecords,
  type OpenableRecord,
  type OpenRecordInput,
  type RecordOpening,
  type RecordReader,
} from './record/open-record.ts';
export {
  callId,
  contactId,
  conversationId,
  messageId,
  settingId,
  type CallIdentity,
  type MessageIdentity,
} from './record/record-ids.ts';
export {
  blobSize,
  newBlobKey,
  openBlob,
  openBlobChunk,
  sealBlob,
  sealBlobChunk,
  type BlobChunk,
  type SealedBlob,
} from './record/blob.ts';
export { DirectReceiver, sealDirect, type DirectReceiverInput, type SealDirectInput } from './live/direct.ts';
export { LiveReceiver, sealLive, type LiveReceiverInput, type SealLiveInput } from './live/live.ts';
export {
  openBatch,
  openCompanionKey,
  sealBatch,
  sealOwnBatch,
  type OpenBatchInput,
  type SealBatchInput,
} from './outbox/batch.ts';
export {
  openGatewaySettings,
  sealGatewaySettings,
  type OpenedGatewaySettings,
  type OpenGatewaySettingsInput,
  type SealGatewaySettingsInput,
} from './gateway/settings.ts';
export {
  chooseDayKey,
  grantDayKey,
  openDayKey,
  sealDayKey,
  verifyDayKey,
  type DayKey,
  type HeldDayKey,
  type SealDayKeyInput,
} from './pool/day-key.ts';
export { poolStanding, type PoolStanding } from './pool/pool-standing.ts';
export {
  followList,
  requireListEnd,
  type FollowedList,
  type FollowedSegment,
  type FollowListInput,
} from './list/follow-list.ts';
export {
  openListKeys,
  sealListKeys,
  type OpenListKeysInput,
  type SealListKeysInput,
} from './list/key-set.ts';
export type { ListKey, ListKeys } from './list/list-key.ts';
export { sealListSegment, type SealedListSegment, type SealListSegmentInput } from './list/list-segment.ts';
export {
  openSegment,
  sealSegment,
  sealSegmentOctets,
  type OpenSegmentInput,
  type SealSegmentInput,
} from './outbox/segment.ts';
export {
  answerLink,
  linkDigits,
  newLinkCommitment,
  requireLinkDigits,
  verifyLinkedChain,
  type LinkedInput,
  type LinkTranscript,
} from './link/link.ts';
export { cacheKey, generateCacheSecret, importCacheSecret, openPage, sealPage } from './cache/page.ts';
