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
export type { PhoneSource, SourceCapabilities } from './source/phone-source.ts';
export { mapCall } from './android/call-row.ts';
export { mapContacts, pictureType, type MappedContact } from './android/contact-rows.ts';
export { messageIdentity, type MessageIdentity } from './android/message-identity.ts';
export { mapMms, ownNumbersOf, type MappedMms, type MmsMedia, type MmsRows } from './android/mms-row.ts';
export { UNKNOWN_PARTY, type RowContext, type Skipped } from './android/row-context.ts';
export { integerOf, textOf, timeMsOf } from './android/row-values.ts';
export { mapSms } from './android/sms-row.ts';
