export type {
  AgentStatus,
  BatteryEvent,
  CallEvent,
  NotificationEvent,
  ProviderDevice,
  ProviderEvent,
  ProviderQuery,
  ProviderRow,
  ProviderRows,
  ProviderSend,
  ProviderSendAnswer,
  ProviderState,
  ProviderUri,
  SendEvent,
} from './source/provider-door.ts';
export type { PhoneSource, SourceCapabilities } from './source/phone-source.ts';
