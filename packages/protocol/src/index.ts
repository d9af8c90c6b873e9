export { RECORD_KIND_NAMES, RECORD_KINDS, type RecordKind } from '@smseal/inventory';
export { fromBase64Url, toBase64Url } from './base64url.ts';
export { closed, Count, Day, Id, Instant, octets, octetsUpTo, Positive, shortText } from './schema.ts';
export {
  CodedError,
  ERRORS,
  problem,
  type ErrorCode,
  type ErrorDefinition,
  type Problem,
} from './error/registry.ts';
export {
  AppendChain,
  CAPABILITIES,
  CapabilitySchema,
  ChainBody,
  ChainEntry,
  DeviceDescription,
  DeviceEntry,
  EpochEntry,
  MAX_CHAIN_ENTRIES,
  ORDINARY_CAPABILITIES,
  PLATFORMS,
  RemoveEntry,
  RootEntry,
  SealedKey,
  type Capability,
  type ChainPage,
  type DeviceStatus,
  type KeysPage,
  type Platform,
} from './device/chain.ts';
export {
  AccountPlan,
  DevicePlan,
  ERASURE_KINDS,
  ERASURE_STATES,
  ErasurePlan,
  ErasureSearch,
  MAX_PLAN_BATCHES,
  MAX_PLAN_RECORDS,
  PostErasure,
  RecordsPlan,
  ResealedBatch,
  SignedPlan,
  SignedSearch,
  type AccountErasure,
  type ErasureKind,
  type ErasureState,
  type ErasureView,
} from './erasure/erasure.ts';
export { canonicalJson, type Json } from './erasure/canonical-json.ts';
export {
  CERTIFICATE_LIMIT,
  type Certificate,
  type CertificateKey,
  type SignedCertificate,
} from './erasure/certificate.ts';
export { InboundSession, type InboundSessionsPage } from './device/inbound-session.ts';
export { PAYLOAD_SCHEMAS } from './payload/payload-schemas.ts';
export {
  DeleteRecords,
  MAX_BATCH_RECORDS,
  MAX_ENVELOPE_OCTETS,
  PutRecords,
  RecordUpsert,
  type Change,
  type ChangesPage,
  type RecordIdsPage,
  type RecordsAccepted,
  type PlainPage,
  type RecordsPage,
  type SealedRecord,
} from './record/record.ts';
export {
  BLOB_CHUNK_OCTETS,
  ChunkNumber,
  MAX_BLOB_CHUNKS,
  MAX_BLOB_OCTETS,
  PutBlob,
  type BlobStatus,
} from './record/blob.ts';
export {
  LEASE_MS,
  LeaseProof,
  LeaseRequest,
  MAX_BATCH_OCTETS,
  MAX_BATCH_TEXTS,
  MAX_SEGMENT_OCTETS,
  PostBatch,
  PostSegment,
  RawBatch,
  RawSegment,
  Wrap,
  type BatchStored,
  type LeaseAnswer,
  type Leased,
  type SegmentStored,
} from './outbox/outbox.ts';
export { TEXT_STATES, type TextState } from './outbox/text-state.ts';
export {
  MAX_NAMED_BATCHES,
  NamedBatches,
  StatesRequest,
  type BatchProgress,
  type BatchView,
  type Renewed,
  type StatesAnswer,
} from './outbox/control.ts';
export { CancelTexts, type OwnBatchesPage, type TextsCancelled } from './outbox/own-batches.ts';
export { packReports, unpackReports, type TextReport } from './outbox/reports.ts';
export {
  CLAIM_MS,
  MAX_CLAIMS,
  MAX_POSTED_BATCHES,
  PostRequests,
  RawRequests,
  type ClaimOutcome,
  type RawClaim,
  type RequestsAnswer,
  type TakenLease,
} from './outbox/requests.ts';
export {
  MAX_POSTED_SEGMENTS,
  PostSegments,
  RawSegments,
  type SegmentOutcome,
  type SegmentRefusal,
  type SegmentsAnswer,
} from './outbox/segments.ts';
export { ConnectorSettings, SegmentsPerSecond, SmppConnector } from './gateway/connector.ts';
export {
  API_SCOPES,
  ApiKey,
  GatewaySettings,
  MAX_API_KEYS,
  MAX_POOL_MEMBERS,
  MAX_SETTINGS_OCTETS,
  PutGatewaySettings,
  Webhook,
  WEBHOOK_EVENTS,
  WebhookUrl,
  type ApiScope,
  type GatewaySettingsList,
  type WebhookEvent,
} from './gateway/settings.ts';
export type { CompanionBatch, CompanionsPage } from './pool/companions.ts';
export {
  MAX_BATCH_DAYS,
  POOL_DAYS_AHEAD,
  POOL_DAYS_KEPT,
  POOL_DAYS_LATE,
  PostPoolGrants,
  PostPoolKey,
  PostPoolKeys,
  type PoolKeys,
  type PoolKeyView,
} from './pool/pool-key.ts';
export { formatApiToken, parseApiToken, type ApiToken } from './gateway/api-token.ts';
export {
  AppendListSegment,
  LIST_NAMES,
  ListHead,
  ListKeySet,
  ListName,
  ListSegmentContent,
  MAX_LIST_ENTRIES,
  MAX_LIST_GATEWAYS,
  MAX_LIST_KEYS_OCTETS,
  MAX_LIST_SEGMENT_OCTETS,
  type ListSegmentsPage,
} from './list/list.ts';
export {
  isSuppressionListEntry,
  SUPPRESSION_MEANINGS,
  SuppressionListEntry,
  type SuppressionMeaning,
} from './list/suppression-list-entry.ts';
export {
  AnswerLink,
  LINK_MS,
  LINK_STATES,
  LINK_TRIES,
  LinkReveal,
  OpenLink,
  RevealLink,
  type LinkOpened,
  type LinkState,
  type LinkView,
  type PendingLink,
} from './link/link.ts';
export {
  GatewayAsk,
  GatewayStatus,
  GatewayWord,
  MAX_TOLD_ATTEMPTS,
  RATE_SECONDS,
  ReplayReceipt,
  ReplayWebhook,
  WATCH_MS,
  WatchGateway,
  WebhookAttempts,
} from './gateway/gateway-talk.ts';
export { readGatewayWord } from './gateway/read-gateway-word.ts';
export {
  ClientMessage,
  DirectEvent,
  Hello,
  LIVE_CLOSE,
  LIVE_MAX_AGE_MS,
  LiveEvent,
  MAX_LIVE_OCTETS,
  Ping,
  type ServerMessage,
} from './live/live.ts';
export {
  Code,
  ChangeEmail,
  ChangeMobile,
  ConfirmChange,
  ConfirmSignUp,
  Email,
  ForgotPassword,
  Mobile,
  Password,
  ResetPassword,
  SetPassword,
  SignInPassword,
  SignUp,
  type PasskeyView,
  type SessionListEntry,
  type SessionView,
} from './identity/identity.ts';
export { RegisterPasskey, SignInPasskey, type PasskeyOptions } from './identity/passkey.ts';
export {
  ACCOUNT_KINDS,
  ACTIONS,
  ActivityEntry,
  AskKeptKey,
  AskOlder,
  CloseAccount,
  DeleteAccount,
  PatchAccount,
  RETENTION_DAYS,
  type AccountKind,
  type AccountView,
  type OlderCounts,
  type Action,
  type ActivityPage,
  type KeptKey,
} from './account/account.ts';
export {
  type Attachment,
  type BatchContent,
  type BatchText,
  type CallPayload,
  type CampaignPayload,
  type CallType,
  type ContactPayload,
  type ConversationPayload,
  type LivePayload,
  type MessagePayload,
  type MessageStatus,
  type PhoneReport,
  type SegmentContent,
  type SettingPayload,
  type Sim,
  type TextEvent,
} from './payload/payload.ts';
export { publicPath, RELEASE_PATH, ReleaseBody, SignedRelease, VARYING_PAGES } from './release/release.ts';
